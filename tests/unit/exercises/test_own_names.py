"""The course's sections, offered to a learner with another cut than the reference's."""

import pytest

from content.monolith import partition_path
from decomposer.importers.boundaries import load_boundaries
from decomposer.propose import propose
from exercises.answer import Answer, section_of, splice_section, without_section
from exercises.base import base_blueprint, blueprint_of
from exercises.catalogue import exercise
from exercises.grading.engine import grade
from exercises.monolith.facts import monolith_graph
from exercises.own_names import in_own_names
from generators.blueprint import dump_blueprint

SECTION_EXERCISES = (
    "service-mesh",
    "gateway-routes",
    "limits-and-security",
    "order-events",
    "order-saga",
)
ABOUT_NAMES = {
    "services-differ",
    "problem-service-unknown",
    "problem-edge-to-itself",
    "problem-edge-twice",
    "problem-duplicate-key",
}

LEFT_TO_TRIM = {"service-mesh": {"mesh-caller-needless"}}
"""A caller that became the service itself stands inside a list: the learner removes it."""


def cut(word):
    if word == "proposal":
        return propose(monolith_graph()).partition
    return load_boundaries(partition_path(word), monolith_graph())


@pytest.fixture(params=["proposal", "domains"])
def blueprint(request):
    return dump_blueprint(blueprint_of(cut(request.param)))


def codes_of(name, variant, blueprint):
    found = exercise(name)
    text = blueprint
    for section in found.definition.sections:
        kept = (found.folder / variant / f"{section}.yaml").read_text("utf-8")
        text = splice_section(without_section(text, section), in_own_names(kept, text))
    return {finding.code for finding in grade(found, Answer({"blueprint.yaml": text})).findings}


@pytest.mark.parametrize("name", SECTION_EXERCISES)
def test_a_starter_speaks_of_the_learners_services(name, blueprint):
    codes = codes_of(name, "starter", blueprint)
    assert codes
    assert not codes & ABOUT_NAMES


@pytest.mark.parametrize("name", SECTION_EXERCISES)
def test_the_solution_holds_for_the_learners_cut_too(name, blueprint):
    left = LEFT_TO_TRIM.get(name, set())
    assert codes_of(name, "solution", blueprint) <= {"judge-no-runtime"} | left


def test_nothing_changes_for_a_learner_with_the_reference():
    gateway = (exercise("gateway-routes").folder / "solution/gateway.yaml").read_text("utf-8")
    assert in_own_names(gateway, base_blueprint()) == gateway


@pytest.mark.parametrize("blueprint", ["", "services: [", "format_version: 1\nservices: {}\n"])
def test_a_blueprint_that_cannot_be_read_changes_nothing(blueprint):
    assert in_own_names("gateway:\n  routes: []\n", blueprint) == "gateway:\n  routes: []\n"


def test_comments_and_order_stay(blueprint):
    gateway = (exercise("gateway-routes").folder / "starter/gateway.yaml").read_text("utf-8")
    own = in_own_names(gateway, blueprint)
    assert own.count("\n") == gateway.count("\n")
    assert [line for line in own.splitlines() if "#" in line] == [
        line for line in gateway.splitlines() if "#" in line
    ]
    assert section_of(own, "gateway")
