"""The metrics of INESC's Mono2Micro: computed by hand, and their ends on real sequences."""

import gzip
import json

import pytest

from decomposer.importers.access_sequences import load_sequences
from decomposer.metrics.inesc import complexities, inesc_metrics, local_transactions
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
    found = local_transactions(SEQUENCES["look"], CUT)
    assert found.stays == {frozenset({("R", "a"), ("R", "b")}): 1, frozenset({("R", "c")}): 1}
    assert found.onward == {("one", "two"): {"c"}}


def test_a_loop_over_two_parts_costs_each_time_around():
    loop = {**SEQUENCES, "loop": ((("R", "a"), ("R", "c")) * 100_000,)}
    # each stay at a, which others write: buy writes it, look and loop only read; c is only read
    assert complexities(loop, CUT)["loop"] == 100_000


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


def test_the_experts_cut_of_petclinic_costs_nothing():
    stem = "spring-framework-petclinic-launcher"
    names = research_data("petclinic", f"{stem}_IDToEntity.json")
    sequences = load_sequences(research_data("petclinic", f"{stem}.json"), names)
    found = inesc_metrics(sequences, experts_cut("petclinic", "petclinicExpert.json"))
    # showVisits alone leaves its part, so that no other distributed functionality sees it half done
    assert found.complexity == 0
    # Customers: six functionalities touch two of three entities, four one; Vets: one of two; Visits
    assert found.cohesion == pytest.approx((16 / 3 / 10 + 1 / 2 + 1) / 3)
    # from Pet to Visit, the only one there, and back to one of three
    assert found.coupling == pytest.approx((1 + 1 / 3) / 6)


def test_the_published_complexity_of_every_functionality_of_ldod_is_reproduced():
    printed = research_data("icsa2020", "boxplot-controllers-5-E.dat").read_text().split()[1:]
    accesses = json.loads(gzip.decompress(research_data("icsa2020", "ldod.json.gz").read_bytes()))
    sequences = {name: (tuple((m, e) for e, m in found),) for name, found in accesses.items()}
    found = complexities(sequences, experts_cut("icsa2020", "ldodExpert.json"))
    assert sorted(found.values()) == sorted(map(float, printed))
    assert len(found) == 122


def test_millions_of_accesses_are_measured():
    names = research_data("ldod", "ldod-maven_IDToEntity.json")
    sequences = load_sequences(research_data("ldod", "ldod-maven.json.gz"), names)
    cut = experts_cut("ldod", "ldodExpert.json")
    found = inesc_metrics(sequences, cut)
    alone = inesc_metrics(sequences, singletons(cut.service_of))
    assert 0 < found.complexity < alone.complexity
    assert 0 < found.cohesion < alone.cohesion <= 1


def experts_cut(*steps: str) -> Partition:
    clusters = json.loads(research_data(*steps).read_text())["clusters"]
    return Partition("expert", {name: tuple(held) for name, held in clusters.items()})
