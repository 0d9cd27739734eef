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


def test_one_service_that_does_not_exist_is_a_slip_with_its_place(domains):
    broken = domains.replace("service: orders\n", "service: order\n")
    verdict = grade(exercise("order-saga"), Answer({"blueprint.yaml": broken}))
    assert verdict.status is Status.NOT_YET
    assert {finding.code for finding in verdict.findings} == {"problem-service-unknown"}
    assert verdict.findings[0].params["suggestion"] == "orders"


def test_a_section_about_another_cut_is_one_finding_with_every_line(domains):
    broken = domains.replace("service: orders\n", "service: order\n")
    broken = broken.replace("service: catalog\n", "service: product\n")
    verdict = grade(exercise("order-saga"), Answer({"blueprint.yaml": broken}))
    assert [finding.code for finding in verdict.findings] == ["services-differ"]
    told = verdict.findings[0]
    assert sorted(str(told.params["names"]).split(", ")) == ["order", "product"]
    assert "orders" in str(told.params["known"])
    lines = broken.splitlines()
    for name, _, at in (line.partition(": ") for line in told.evidence.splitlines()):
        assert all(f"service: {name}" in lines[int(number) - 1] for number in at.split(", "))
