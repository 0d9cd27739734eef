"""Click speaks the learner's language, too."""

import inspect
import re

import pytest

from content.messages import Language, messages
from workbench.cli.click_words import MODULES

ENGLISH = messages(Language.EN, "click")
SOURCES = "".join(inspect.getsource(module) for module in MODULES)


@pytest.mark.parametrize("key", sorted(ENGLISH.keys()))
def test_every_sentence_is_still_one_of_clicks(key):
    assert f'"{ENGLISH.template(key)}"'.replace("\n\t", "\\n\\t") in SOURCES


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--help"),
        ("check", "a", "b"),
        ("generate", "--bogus"),
        ("generate", "--only", "everything"),
        ("lab", "load", "--rps", "0"),
        ("lab", "load", "--rps", "many"),
        ("lab", "load", "--think-time", "5"),
        ("decompose", "explain", "--move", "payments"),
        ("lab",),
        ("nonsense",),
    ],
)
def test_usage_is_explained_without_english_sentences(run, arguments):
    said = run(*arguments, lang="ru")
    prose = re.sub(
        r"`[^`]*`|[a-z-]+\.yaml|--[a-z]+|^.*: workbench .*$",
        "",
        said.out + said.err,
        flags=re.MULTILINE,
    )
    assert not re.findall(r"\b[A-Za-z]+ [A-Za-z]+\b", prose)
    assert not re.findall(r"Usage|Error|Options|EXERCISE|OPTIONS", said.out + said.err)


def test_a_missing_exercise_is_answered_with_the_next_one_and_where_all_are(run):
    refused = run("check")
    assert refused.code == 2
    assert "`workbench check boundaries`" in refused.err
    assert "`workbench progress`" in refused.err
