"""What the course map says of the learner's blueprint."""

from pathlib import Path

import pytest

from content.messages import Language
from generators.blueprint import dump_blueprint
from workbench.usecases.architecture import architecture, boundaries_fact
from workbench.usecases.partitions import blueprint_of, partition_from, services_only


def written(folder: Path, text: str) -> Path:
    path = folder / "blueprint.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complete(folder: Path, cut: str) -> Path:
    return written(folder, dump_blueprint(blueprint_of(partition_from(cut), name="shop")))


def test_services_are_named_and_choices_are_told(tmp_path):
    told = architecture(complete(tmp_path, "reference"), Language.EN).facts
    assert told[0].startswith("11 services: ")
    assert "payment" in told[0]
    assert "events: nats" in told


def test_what_works_and_will_hurt_is_a_warning(tmp_path):
    told = architecture(complete(tmp_path, "domains"), Language.EN).warnings
    assert len([warning for warning in told if "circle" in warning]) == 1
    assert not any("blueprint.yaml" in warning for warning in told)


def test_what_is_wrong_takes_the_place_of_the_facts(tmp_path):
    told = architecture(written(tmp_path, "name: shop\nservises: {}\n"), Language.EN)
    assert not told.facts
    assert any(problem.startswith("blueprint.yaml:2:1: ") for problem in told.warnings)


@pytest.mark.parametrize(("cut", "points"), [("monolith", "37.5"), ("proposal", "86.3")])
def test_boundaries_are_held_beside_the_proven_optimum(tmp_path, cut, points):
    path = written(tmp_path, services_only(cut, name="shop"))
    told = boundaries_fact(path, Language.EN)
    assert told == f"boundaries: {points} points, the proven optimum has 86.3"


@pytest.mark.parametrize(
    "text",
    ["name: shop\n", "name: shop\nservices:\n  shop:\n    team: a\n    modules: [products]\n"],
)
def test_boundaries_that_cannot_be_judged_are_not(tmp_path, text):
    assert boundaries_fact(written(tmp_path, text), Language.EN) == ""
