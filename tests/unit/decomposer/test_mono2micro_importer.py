import json
from pathlib import Path

import pytest

from decomposer.documents import DocumentError
from decomposer.importers.mono2micro import load_assignment, load_observation

USE_CASES = {"Order": ["buy", "sell", "buy"], "Log": []}
VOLUMES = {"Root--Order": 2, "Order--Log": 30, "Log--Log": 4}


@pytest.fixture
def write(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_text(json.dumps(data, indent=1), encoding="utf-8")
        return path

    return write


def problems(read, *paths: Path):
    with pytest.raises(DocumentError) as caught:
        read(*paths)
    return [(p.code, p.line, p.column, p.value) for p in caught.value.problems]


def test_use_cases_and_calls_are_read_and_the_driver_is_no_class(write):
    seen = load_observation(write("bcs.json", USE_CASES), write("volume.json", VOLUMES))
    assert seen.classes == ("Order", "Log")
    assert seen.use_cases_of["Order"] == ("buy", "sell")
    assert seen.calls == {("Order", "Log"): 30}


def test_inner_classes_are_one_however_they_are_written(write):
    cases = write("bcs.json", {"A::B": ["buy"], "A$B": ["sell"]})
    seen = load_observation(cases, write("volume.json", {"A::B--C": 1, "A$B--C": 2}))
    assert seen.use_cases_of == {"A$B": ("buy", "sell")}
    assert seen.calls == {("A$B", "C"): 3}
    assert load_assignment(write("cut.json", {"A::B": 1, "C": 1})).services == {"1": ("A$B", "C")}


def test_every_wrong_call_and_volume_is_found_where_it_stands(write):
    good = write("bcs.json", USE_CASES)
    shapes = write(
        "shapes.json", {"A--B": 0, "A--C": "7", "A--D": 1.5, "A--E": True, "A--F": 10**16}
    )
    assert problems(load_observation, good, shapes) == [
        ("too-small", 2, 10, "0"),
        ("not-a-whole-number", 3, 10, "7"),
        ("not-a-whole-number", 4, 10, "1.5"),
        ("not-a-whole-number", 5, 10, "True"),
        ("too-large", 6, 10, "10000000000000000"),
    ]
    names = write("names.json", {"A->B": 1, "A--B--C": 1, "--B": 1})
    assert problems(load_observation, good, names) == [
        ("not-a-call", 2, 2, "A->B"),
        ("not-a-call", 3, 2, "A--B--C"),
        ("not-a-call", 4, 2, "--B"),
    ]


def test_empty_files_have_nothing_to_measure(write):
    good, empty = write("volume.json", VOLUMES), write("empty.json", {})
    assert [p[0] for p in problems(load_observation, empty, good)] == ["no-classes"]
    assert [p[0] for p in problems(load_observation, write("b.json", USE_CASES), empty)] == [
        "no-calls"
    ]
    assert [p[0] for p in problems(load_assignment, empty)] == ["no-services"]


def test_wrong_shapes_are_found_where_they_stand(write):
    wrong = write("bcs.json", {"A": "buy", "B": ["x", 7]})
    assert problems(load_observation, wrong, write("v.json", VOLUMES)) == [
        ("not-a-list", 2, 7, "buy"),
        ("not-text", 5, 3, "7"),
    ]


def test_parts_may_be_numbered_or_named(write):
    cut = load_assignment(write("mem_5.json", {"A": 2, "B": "2", "C": "sales"}))
    assert cut.name == "mem_5"
    assert cut.services == {"2": ("A", "B"), "sales": ("C",)}
