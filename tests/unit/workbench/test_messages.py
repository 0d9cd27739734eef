"""Both languages say the same things about the same figures."""

import ast
import re
from pathlib import Path
from string import Formatter

import workbench
from content.messages import Language, messages

ENGLISH, RUSSIAN = messages(Language.EN), messages(Language.RU)


def test_both_catalogues_have_the_same_keys_but_for_the_cases_of_russian_nouns():
    assert ENGLISH.keys() <= RUSSIAN.keys()
    assert all(key.startswith("n-") for key in RUSSIAN.keys() - ENGLISH.keys())


def test_a_sentence_names_the_same_places_in_both_languages():
    unequal = [k for k in sorted(ENGLISH.keys()) if places(ENGLISH, k) != places(RUSSIAN, k)]
    assert unequal == []


def places(words, key):
    entry = words._entries[key]
    texts = entry.values() if isinstance(entry, dict) else [entry]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_the_workbench_asks_for_by_name_exists():
    asked = set()
    for file in Path(workbench.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                if node.func.attr == "text" and isinstance(first, ast.Constant):
                    asked.add(first.value)
    named = {key for key in asked if isinstance(key, str) and re.fullmatch(r"[a-z0-9-]+", key)}
    assert len(named) > 50
    assert named <= ENGLISH.keys()
