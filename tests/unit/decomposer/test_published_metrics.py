"""The papers' metrics, against the papers' tables and against small cases worked out by hand."""

import json
from math import log

import pytest

from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.metrics import Observation, cargo_metrics, ibm_metrics
from decomposer.partition import Partition
from tests.unit.decomposer.research_data import FOLDER, research_data

PUBLISHED = FOLDER / "daytrader" / "published_mem.json"
ROWS = ("3", "5", "7", "9", "11", "13")
NAMES = ("BCP", "ICP", "SM", "IFN", "NED")
AB = Partition("cut", {"one": ("A", "B"), "two": ("C",)})


@pytest.fixture(scope="module")
def daytrader() -> Observation:
    folder = research_data("daytrader")
    return load_observation(folder / "bcs_per_class.json", folder / "runtime_call_volume.json")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("row", ROWS)
def test_every_cell_of_the_published_table_reproduces_to_the_printed_digit(daytrader, row, name):
    published = json.loads(research_data("daytrader", "published_mem.json").read_text("utf-8"))
    cut = load_assignment(research_data("daytrader", "partitions", f"mem_{row}.json"))
    value = getattr(ibm_metrics(daytrader, cut), name.lower())
    assert round(value, 3) == published["rows"][row][name]


def test_a_purity_is_the_mean_logarithm_of_distinct_use_cases():
    seen = Observation({"A": ("buy", "sell"), "B": ("buy", "quote", "sell")}, {})
    assert ibm_metrics(seen, AB).bcp == pytest.approx((log(3) + log(1)) / 2)


def test_cargo_counts_a_use_case_once_for_each_class_that_serves_it():
    seen = Observation({"A": ("buy", "sell"), "B": ("buy", "sell"), "C": ("buy",)}, {})
    skewed = Observation({"A": ("buy", "sell"), "B": ("buy",), "C": ("buy",)}, {})
    assert cargo_metrics(seen, AB).bcp == pytest.approx(log(2) / 2)
    third = 1 / 3 * log(3) + 2 / 3 * log(3 / 2)
    assert cargo_metrics(skewed, AB).bcp == pytest.approx(third / 2)


def test_the_part_that_cargo_calls_unassigned_has_no_purity():
    seen = Observation({"A": ("buy", "sell"), "B": (), "C": ("buy", "quote")}, {})
    cut = Partition("cut", {"0": ("A", "B"), "-1": ("C",)})
    assert cargo_metrics(seen, cut).bcp == pytest.approx(log(2))
    assert cargo_metrics(seen, Partition("cut", {"-1": ("A", "B", "C")})).bcp is None


def test_ibm_damps_the_volume_of_crossing_calls_and_cargo_does_not():
    seen = Observation({}, {("A", "B"): 100, ("B", "C"): 1})
    assert ibm_metrics(seen, AB).icp == pytest.approx(1 / (log(100) + 2))
    assert cargo_metrics(seen, AB).icp == pytest.approx(1 / 101)


def test_the_driver_of_the_traces_and_self_calls_are_no_crossing_calls():
    calls = {("A", "C"): 1, ("B", "B"): 9, ("Root", "C"): 9, ("$Root$", "A"): 9, ("A", "B"): 1}
    assert ibm_metrics(Observation({}, calls), AB).icp == pytest.approx(1 / 2)
    assert ibm_metrics(Observation({}, calls), AB).ifn == pytest.approx(1 / 2)
    assert cargo_metrics(Observation({}, calls), AB).icp == pytest.approx(1 / 2)


def test_without_calls_a_share_of_calls_is_undefined_rather_than_perfect():
    seen = Observation({"A": ("buy",)}, {})
    assert ibm_metrics(seen, AB).icp is None
    assert cargo_metrics(seen, AB).icp is None


def test_an_interface_is_counted_once_for_both_directions():
    seen = Observation({}, {("A", "C"): 5, ("C", "A"): 5})
    assert ibm_metrics(seen, AB).ifn == pytest.approx(1 / 2)


def test_modularity_is_cohesion_less_twice_the_mean_coupling():
    seen = Observation({}, {("A", "B"): 1, ("B", "C"): 1})
    cohesion, coupling = (1 / 4 + 0) / 2, 1 / (2 * 2 * 1)
    assert ibm_metrics(seen, AB).sm == pytest.approx(cohesion - 2 * coupling)


def test_modularity_counts_a_self_call_unless_its_class_is_the_last_of_its_part():
    seen = Observation({}, {("A", "A"): 1})
    turned = Partition("cut", {"one": ("B", "A"), "two": ("C",)})
    assert ibm_metrics(seen, AB).sm == pytest.approx(1 / 4 / 2)
    assert ibm_metrics(seen, turned).sm == 0


@pytest.mark.parametrize(("size", "extreme"), [(4, 1.0), (5, 0.0), (20, 0.0), (21, 1.0)])
def test_parts_of_five_to_twenty_classes_are_not_extreme(size, extreme):
    cut = Partition("cut", {"only": tuple(f"C{i}" for i in range(size))})
    assert ibm_metrics(Observation({}, {}), cut).ned == extreme


def test_calls_of_a_class_that_the_cut_forgot_count_nowhere_and_it_is_named():
    seen = Observation({"A": ("buy",), "Lost": ("buy",)}, {("A", "Lost"): 9, ("A", "C"): 1})
    assert ibm_metrics(seen, AB).icp == 1.0
    assert seen.unplaced(AB) == ("Lost",)
