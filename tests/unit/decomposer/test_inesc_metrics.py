"""The metrics of INESC's Mono2Micro: computed by hand, and their ends on real sequences."""

import json

import pytest

from decomposer.importers.access_sequences import load_sequences
from decomposer.metrics.inesc import inesc_metrics, local_transactions
from decomposer.partition import Partition, monolith, singletons
from tests.unit.decomposer.research_data import research_data

CUT = Partition("cut", {"one": ("a", "b"), "two": ("c",)})
SEQUENCES = {
    "buy": ((("R", "a"), ("W", "a"), ("R", "c"), ("W", "b")),),
    "look": ((("R", "a"), ("R", "c")), (("R", "a"), ("R", "b"))),
    "note": ((("W", "b"), ("W", "b")),),
}


def test_the_figures_are_those_computed_by_hand():
    found = inesc_metrics(SEQUENCES, CUT)
    # buy: one{R a, W a} costs look (reads a, buy writes it), two{R c} costs nothing (look reads
    # too), one{W b} costs look: 2. look: one{R a, R b} costs buy (which reads and writes a, writes
    # b), two{R c} nothing: 1. note stays in one part: 0.
    assert found.complexity == pytest.approx((2 + 1 + 0) / 3)
    # one: buy touches both, look both, note one of two; two: buy and look touch all
    assert found.cohesion == pytest.approx(((1 + 1 + 0.5) / 3 + 1) / 2)
    # one goes on to c (1 of 1), two goes on to b (1 of 2)
    assert found.coupling == pytest.approx((1 + 0.5) / 2)
    assert found.tsr is None


def test_teams_shrink_by_what_their_part_does_not_need():
    authors = {"a": {"ann"}, "b": {"bob"}, "c": {"ann", "cid"}}
    assert inesc_metrics(SEQUENCES, CUT, authors).tsr == pytest.approx((2 + 2) / 2 / 3)


def test_ways_that_begin_alike_share_their_stays():
    root = local_transactions(SEQUENCES["look"], CUT)
    assert [stay.part for stay in root.walk()] == ["", "one", "two"]
    assert root.following["one"].accesses == {("R", "a"), ("R", "b")}


def test_what_a_cut_does_not_place_is_left_out():
    partial = Partition("cut", {"one": ("a", "b")})
    assert inesc_metrics(SEQUENCES, partial).complexity == 0


@pytest.mark.parametrize(
    ("folder", "stem"),
    [
        ("acmeshop", "AcmeShop-maven.json"),
        ("petclinic", "spring-framework-petclinic-launcher.json"),
    ],
)
def test_one_part_costs_nothing_and_a_part_per_entity_is_wholly_cohesive(folder, stem):
    names = research_data(folder, stem.split(".")[0] + "_IDToEntity.json")
    sequences = load_sequences(research_data(folder, stem), names)
    entities = json.loads(names.read_text()).values()
    whole = inesc_metrics(sequences, monolith(entities))
    assert (whole.complexity, whole.coupling) == (0, 0)
    crumbs = inesc_metrics(sequences, singletons(entities))
    touched = {entity for traces in sequences.values() for trace in traces for _, entity in trace}
    assert crumbs.cohesion == pytest.approx(len(touched) / len(entities))
    assert crumbs.complexity > 0


@pytest.mark.parametrize(
    ("folder", "stem", "expert"),
    [
        ("petclinic", "spring-framework-petclinic-launcher.json", "petclinicExpert.json"),
    ],
)
def test_experts_cuts_cost_less_than_a_part_per_entity(folder, stem, expert):
    names = research_data(folder, stem.split(".")[0] + "_IDToEntity.json")
    sequences = load_sequences(research_data(folder, stem), names)
    clusters = json.loads(research_data(folder, expert).read_text())["clusters"]
    cut = Partition("expert", {name: tuple(held) for name, held in clusters.items()})
    found = inesc_metrics(sequences, cut)
    alone = inesc_metrics(sequences, singletons(cut.service_of))
    assert 0 <= found.complexity < alone.complexity
    assert 0 < found.cohesion <= 1
