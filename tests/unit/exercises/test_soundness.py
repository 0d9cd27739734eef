"""Every exercise, without running anything: starters fail, wrong answers get their diagnosis."""

from fnmatch import fnmatchcase

import pytest

from exercises.base import base_blueprint
from exercises.catalogue import UnknownExerciseError, exercise, exercises
from exercises.definition import Definition
from exercises.fixtures import Role, compose, fixtures, solution
from exercises.grading.engine import grade
from exercises.model import Status
from exercises.mutation import mutants
from exercises.proving import prove

KEPT = [
    pytest.param(found, fixture, id=f"{found.id}-{fixture.label}")
    for found in exercises()
    for fixture in fixtures(found)
]


@pytest.mark.parametrize(("found", "fixture"), KEPT)
def test_kept_answers_get_the_verdict_they_must_get(found, fixture):
    verdict = grade(found, compose(found, fixture.texts, base_blueprint()))
    codes = {finding.code for finding in verdict.findings}
    if fixture.role in {Role.SOLUTION, Role.RIGHT}:
        open_only = {"judge-no-runtime"} if found.live else set()
        assert codes == open_only
    else:
        assert verdict.status is Status.NOT_YET
        assert not fixture.finding or fixture.finding in codes


@pytest.mark.parametrize("found", exercises(), ids=lambda found: found.id)
def test_no_mutant_of_a_solution_survives_unexplained(found):
    assert prove(found, base_blueprint()).survivors == ()


@pytest.mark.parametrize("found", exercises(), ids=lambda found: found.id)
def test_every_tolerated_change_is_really_made_by_a_mutant(found):
    made = [
        mutant for file, text in solution(found).texts.items() for mutant in mutants(file, text)
    ]
    for rule in found.definition.tolerated:
        assert any(
            rule.change in {mutant.change, "any"} and fnmatchcase(mutant.at, rule.at)
            for mutant in made
        ), rule


@pytest.mark.parametrize("found", exercises(), ids=lambda found: found.id)
def test_an_exercise_keeps_what_it_declares(found):
    assert len(found.definition.wrong) >= 5
    assert len(found.definition.right) >= 2
    for role, names in (
        ("wrong", {wrong.name for wrong in found.definition.wrong}),
        ("right", {right.name for right in found.definition.right}),
    ):
        assert {folder.name for folder in (found.folder / role).iterdir()} == names


def test_a_definition_with_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="minuets"):
        Definition.model_validate(
            {"id": "x", "chapter": "4.1", "kind": "static", "minuets": 5, "wrong": []}
        )


def test_a_typo_in_an_id_gets_a_suggestion():
    with pytest.raises(UnknownExerciseError) as caught:
        exercise("order-sage")
    assert caught.value.suggestion == "order-saga"
