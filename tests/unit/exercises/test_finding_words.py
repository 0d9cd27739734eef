"""Whatever a check can say has words in both languages, and a place to read on."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import content
import exercises as package
from content.messages.catalogue import Language, messages
from exercises.base import base_blueprint
from exercises.catalogue import exercises
from exercises.fixtures import compose, fixtures
from exercises.grading.engine import grade
from exercises.model import Finding
from exercises.wording import consequence, headline, held

READ = re.compile(r"4\.\d#[a-z0-9-]+")
ANCHOR = re.compile(r"^<!-- #([a-z0-9-]+) -->$", re.MULTILINE)
AREA = re.compile(
    r"(boundaries|criterion|mesh|route|limit|auth|admin|ip|event|saga|canary|k8s|judge)-[a-z0-9-]+"
)


@cache
def literals():
    """Every string that the exercises' source holds."""
    root = Path(package.__file__).parent
    return frozenset(
        node.value
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def checks():
    """The codes of all checks, which are told when they hold."""
    codes = set()
    for found in exercises():
        grader = found.grader()
        codes |= {check.code for check in grader.checks}
        if grader.rehearsal:
            codes |= {check.code for check in grader.rehearsal.checks}
    return frozenset(codes)


def anchors(language):
    folder = Path(content.__file__).parent / "lessons" / language.value
    return {
        f"{lesson.stem}#{anchor}"
        for lesson in folder.glob("*.md")
        for anchor in ANCHOR.findall(lesson.read_text(encoding="utf-8"))
    }


NO_FINDINGS = {"saga-orchestration", "order-saga"}
"""Literals that only look like codes."""


@pytest.mark.parametrize("language", Language)
def test_every_code_has_words(language):
    words = messages(language, "findings")
    codes = {literal for literal in literals() if AREA.fullmatch(literal)} - checks() - NO_FINDINGS
    codes = {code for code in codes if not code.endswith("-measured")}
    assert {code for code in codes if f"finding-{code}" not in words} == set()


@pytest.mark.parametrize("language", Language)
def test_every_finding_says_why_it_matters(language):
    words = messages(language, "findings")
    told = {key for key in words.keys() if key.startswith("finding-")}  # noqa: SIM118 - no mapping
    assert {key for key in told if f"{key}-why" not in words and key[-4:] != "-why"} == set()


@pytest.mark.parametrize("language", Language)
def test_every_check_says_what_holds(language):
    words = messages(language, "findings")
    assert {code for code in checks() if not held(words, code)} == set()


def test_no_words_are_left_over():
    words = messages(Language.EN, "findings").keys()
    used = {f"held-{code}" for code in checks()}
    used |= {f"finding-{literal}{why}" for literal in literals() for why in ("", "-why")}
    values = {
        f"{place}-{literal}" for place in ("scope", "token", "scenario") for literal in literals()
    }
    assert words - used - values == set()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.EN, "After “the card is declined” goods stay taken: 2, order PENDING."),
        (Language.RU, "После «карта отклонена» товар остался снятым с остатка: 2, заказ PENDING."),
    ],
)
def test_values_are_told_in_words_where_there_are_any(language, told):
    params = {"scenario": "card-declined", "taken": 2, "order": "PENDING"}
    finding = Finding("saga-stock-leaked", params=params)
    assert headline(messages(language, "findings"), finding) == told


def test_both_languages_have_the_same_words():
    assert messages(Language.EN, "findings").keys() == messages(Language.RU, "findings").keys()


@pytest.mark.parametrize("language", Language)
def test_findings_point_at_lessons_that_exist(language):
    assert {lit for lit in literals() if READ.fullmatch(lit)} - anchors(language) == set()


@cache
def all_findings():
    return tuple(
        finding
        for found in exercises()
        for fixture in fixtures(found)
        for finding in grade(found, compose(found, fixture.texts, base_blueprint())).findings
    )


@pytest.mark.parametrize("language", Language)
def test_findings_of_kept_answers_can_be_told(language):
    words = messages(language)
    for finding in all_findings():
        assert "{" not in headline(words, finding) + consequence(words, finding)


def test_findings_of_kept_answers_have_evidence_and_a_place():
    for finding in all_findings():
        if not finding.code.startswith(("problem-", "judge-")):
            assert finding.evidence or finding.reasons, finding
            assert READ.fullmatch(finding.read), finding
            assert finding.line > 0, finding
