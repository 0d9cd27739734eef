"""A cut no worse than another by any of IBM's metrics, and the metrics of a cut that changes."""

import json
from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.metrics import Observation, dominating, exploits, ibm_metrics, no_worse
from decomposer.metrics.running import RunningMetrics
from decomposer.partition import Partition
from tests.unit.decomposer.research_data import FOLDER, research_data

CLASSES = tuple("ABCDEFGH")
NAMES = st.sampled_from((*CLASSES, "Root", "Elsewhere"))
OBSERVATIONS = st.builds(
    Observation,
    st.dictionaries(NAMES, st.lists(st.sampled_from(["buy", "sell", "quote"]), unique=True)),
    st.dictionaries(st.tuples(NAMES, NAMES), st.integers(1, 10**6)),
)


def ordered(observation: Observation, parts: list[int]) -> Partition:
    """The cut with a class that calls itself last in its part: the order with the least SM."""
    calls_itself = [frozenset(name) in observation.linked for name in CLASSES]
    order = sorted(range(len(CLASSES)), key=lambda member: calls_itself[member])
    held: dict[str, list[str]] = {}
    for member in order:
        held.setdefault(str(parts[member]), []).append(CLASSES[member])
    return Partition("cut", {part: tuple(names) for part, names in held.items()})


@given(OBSERVATIONS, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2)), max_size=12))
def test_after_any_moves_the_metrics_are_those_of_the_cut(observation, moves):
    parts = [0, 1, 2, 0, 1, 2, 0, 1]
    running = RunningMetrics(observation, CLASSES, parts)
    for member, part in moves:
        if parts.count(parts[member]) > 1:
            running.move(member, part)
            parts[member] = part
    assert running.part_of == parts
    expected = ibm_metrics(observation, ordered(observation, parts))
    for ours, theirs in zip(astuple(running.metrics()), astuple(expected), strict=True):
        assert ours == (None if theirs is None else pytest.approx(theirs, abs=1e-9))


def test_one_worse_metric_is_enough_and_modularity_is_better_when_higher():
    given = ibm_metrics(
        Observation({}, {("A", "B"): 1}), Partition("cut", {"1": ("A",), "2": ("B",)})
    )
    assert no_worse(given, given)
    assert no_worse(replace(given, sm=given.sm + 1), given)
    assert not no_worse(replace(given, sm=given.sm - 1e-9), given)
    for name in ("bcp", "icp", "ifn", "ned"):
        assert not no_worse(replace(given, **{name: getattr(given, name) + 1e-9}), given)
        assert no_worse(replace(given, **{name: getattr(given, name) - 1}), given)


def rings() -> Observation:
    """Two groups of six classes that call each other in a ring and share no use case."""
    one, two = ([f"{side}{i}" for i in range(6)] for side in "ab")
    calls = {(ring[i], ring[i - 1]): 10 for ring in (one, two) for i in range(6)}
    uses = {**dict.fromkeys(one, ("buy", "sell")), **dict.fromkeys(two, ("ship",))}
    return Observation(uses, calls)


def test_the_only_cut_that_is_as_good_is_found_from_a_random_start():
    seen = rings()
    best = Partition("best", {"1": seen.classes[:6], "2": seen.classes[6:]})
    found = dominating(seen, best, seconds=20)
    assert found.dominates
    assert found.metrics == ibm_metrics(seen, found.partition)
    assert found.partition.groups == best.groups


def test_the_same_seed_finds_the_same_cut():
    seen = rings()
    mixed = Partition(
        "mixed", {"1": seen.classes[:4], "2": seen.classes[4:8], "3": seen.classes[8:]}
    )
    first, again = (dominating(seen, mixed, seconds=20, seed=3).partition for _ in range(2))
    assert first == again


def test_where_no_cut_is_as_good_it_says_so_and_of_a_single_cut_nothing_is_asked():
    seen = rings()
    best = Partition("best", {"1": seen.classes[:6], "2": seen.classes[6:]})
    assert not dominating(seen, best, parts=3, seconds=0.1).dominates
    whole = Partition("whole", {"1": seen.classes})
    assert dominating(seen, whole).partition == whole


@pytest.mark.parametrize("row", ["3", "5", "7", "9", "11", "13"])
def test_no_published_row_of_mem_is_better_by_any_metric_at_equal_size(row):
    folder = research_data("daytrader")
    seen = load_observation(folder / "bcs_per_class.json", folder / "runtime_call_volume.json")
    mem = load_assignment(folder / "partitions" / f"mem_{row}.json")
    found = dominating(seen, mem, seconds=60)
    assert found.dominates
    assert len(found.partition.services) == len(mem.services)
    assert found.partition.service_of.keys() == mem.service_of.keys()
    published = json.loads((FOLDER / "daytrader" / "published_mem.json").read_text("utf-8"))
    for name, value in published["rows"][row].items():
        ours = round(getattr(found.metrics, name.lower()), 3)
        assert ours >= value if name == "SM" else ours <= value
    if len(mem.services) > 1:
        assert "giant" in {exploit.code for exploit in exploits(seen, mem)}
        assert not {"giant", "by-size"} & {e.code for e in exploits(seen, found.partition)}
