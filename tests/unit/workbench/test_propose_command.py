"""`workbench decompose propose` from an earlier cut, and of very many modules."""

import json

import pytest

from decomposer.importers.boundaries import dump_boundaries
from decomposer.importers.imported import dump_graph
from decomposer.partition import Partition
from decomposer.propose import propose
from tests.unit.decomposer.graphs import packages

MANY = "many.yaml"
FROM_A_START = ("decompose", "propose", "graph.yaml", "--start", "cut.yaml")


@pytest.fixture
def told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graph.yaml").write_text(dump_graph(packages(4, 6)))
    return tmp_path


@pytest.fixture
def many(told):
    (told / MANY).write_text(dump_graph(packages(26, 20)))
    return told


def test_a_start_is_kept_where_it_is_as_good(run, told):
    best = propose(packages(4, 6)).partition
    (told / "cut.yaml").write_text(dump_boundaries(best))
    found = json.loads(run(*FROM_A_START, "--json").out)
    assert found["start"] == {"moved": 0, "of": 24, "new": [], "gone": []}
    assert "left what became of their service: 0 of 24" in run(*FROM_A_START).out


def test_a_start_of_an_earlier_graph_tells_what_is_new_and_what_is_gone(run, told):
    best = propose(packages(4, 6)).partition
    earlier = {name: tuple(m for m in held if m != "p0-m0") for name, held in best.services.items()}
    (told / "cut.yaml").write_text(
        dump_boundaries(Partition("cut", earlier | {"old": ("gone-one",)}))
    )
    shown = run(*FROM_A_START)
    assert shown.code == 0, shown.err
    assert "p0-m0 is not in the start" in shown.out
    assert "gone-one is in the start" in shown.out
    found = json.loads(run(*FROM_A_START, "--json").out)
    assert (found["start"]["of"], found["start"]["new"]) == (23, ["p0-m0"])


def test_a_start_that_places_a_module_twice_is_refused_at_its_line(run, told):
    (told / "cut.yaml").write_text("services:\n  one: [p0-m0]\n  two: [p0-m0]\n")
    refused = run(*FROM_A_START)
    assert refused.code == 2
    assert refused.err.startswith("cut.yaml:3:")


def test_of_very_many_modules_the_score_and_the_gap_are_told(run, many):
    found = json.loads(run("decompose", "propose", MANY, "--out", "cut.yaml", "--json").out)
    assert found["bound"] - found["score"]["total"] == pytest.approx(found["gap"])
    assert 0 < found["gap"] < 5
    scored = json.loads(run("decompose", "score", MANY, "--boundaries", "cut.yaml", "--json").out)
    assert scored["total"] == pytest.approx(found["score"]["total"])
    again = run("decompose", "propose", MANY, "--start", "cut.yaml")
    assert "left what became of their service: 0 of 520" in again.out
    assert "No boundaries score more than" in again.out
