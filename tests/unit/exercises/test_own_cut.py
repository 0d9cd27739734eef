"""Exercises on sections judge by modules, so a learner may have any cut."""

import pytest

from content.monolith import partition_path
from decomposer.importers.boundaries import load_boundaries
from exercises.answer import Answer
from exercises.base import blueprint_of
from exercises.catalogue import exercise
from exercises.grading.engine import grade
from exercises.model import Status
from exercises.monolith.facts import monolith_graph
from generators.blueprint import dump_blueprint


@pytest.fixture
def domains():
    cut = load_boundaries(partition_path("domains"), monolith_graph())
    return dump_blueprint(blueprint_of(cut))


@pytest.mark.parametrize("name", ["gateway-routes", "order-saga"])
def test_a_proposed_blueprint_over_another_cut_has_nothing_to_find(name, domains):
    verdict = grade(exercise(name), Answer({"blueprint.yaml": domains}))
    assert [finding.code for finding in verdict.findings] == ["judge-no-runtime"]


def test_findings_name_the_services_of_the_learners_own_cut(domains):
    broken = domains.replace("prefix: /api/v1/cart\n", "prefix: /api/v1/basket\n")
    verdict = grade(exercise("gateway-routes"), Answer({"blueprint.yaml": broken}))
    assert verdict.status is Status.NOT_YET
    missing = [f for f in verdict.findings if f.code == "route-missing"]
    assert [finding.params["expected"] for finding in missing] == ["orders"]


def test_a_section_about_services_that_do_not_exist_says_which_do(domains):
    broken = domains.replace("service: orders\n", "service: order\n")
    verdict = grade(exercise("order-saga"), Answer({"blueprint.yaml": broken}))
    assert verdict.status is Status.NOT_YET
    assert verdict.findings[0].code == "services-differ"
    assert verdict.findings[0].params["names"] == "order"
    assert "orders" in str(verdict.findings[0].params["known"])
