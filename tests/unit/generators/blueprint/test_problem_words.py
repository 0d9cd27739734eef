"""Every code that a check can report has a sentence in both languages."""

import ast
from pathlib import Path

import pytest

import decomposer.documents
import generators.blueprint
from content.messages import Language, messages
from decomposer.documents import reasons


def reported_codes() -> set[str]:
    """The codes in `Violation("…")`, `Problem(file, line, column, "…")` and `_form("…")` calls."""
    position = {"Violation": 0, "Problem": 3, "_form": 0}
    found = set(reasons._CODES.values())
    for package in (decomposer.documents, generators.blueprint):
        for file in Path(package.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    index = position.get(node.func.id)
                    found |= _literal(node, index) if index is not None else set()
    return found


def _literal(call: ast.Call, index: int) -> set[str]:
    argument = call.args[index] if index < len(call.args) else None
    literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return {argument.value} if literal else set()


def test_the_scan_finds_codes_of_every_kind():
    assert {"module-twice", "file-not-found", "bad-prefix", "too-small"} <= reported_codes()


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_its_sentence(language):
    words = messages(language, "blueprint")
    missing = {code for code in reported_codes() if f"problem-{code}" not in words}
    assert not missing


def test_both_languages_say_the_same_things():
    assert messages(Language.EN, "blueprint").keys() == messages(Language.RU, "blueprint").keys()
