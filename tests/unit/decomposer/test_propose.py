from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings

from decomposer.criteria import Weights
from decomposer.graph import Module, MonolithGraph, UseCase
from decomposer.partition import Partition
from decomposer.propose import propose
from decomposer.propose.bounds import upper_bound
from decomposer.propose.exact import TOLERANCE, prove
from decomposer.propose.labels import canonical, value
from decomposer.propose.local_search import search
from decomposer.propose.naming import service_names
from decomposer.score import score
from tests.unit.decomposer.graphs import graphs, graphs_with_cuts, packages


def all_labels(count: int):
    """Every way to group `count` modules, as restricted growth strings."""
    grown = [[0]] if count else [[]]
    for _ in range(count - 1):
        grown = [[*labels, new] for labels in grown for new in range(max(labels) + 2)]
    return grown


def random_gains(count: int, seed: int) -> list[list[float]]:
    random = Random(seed)  # noqa: S311 - example numbers
    gains = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(i):
            gains[i][j] = gains[j][i] = random.gauss(-0.1, 1)
    return gains


@settings(max_examples=25, deadline=None)
@given(graphs(most=6))
def test_the_proposal_scores_what_the_best_of_all_cuts_scores(graph):
    found = propose(graph)
    best = max(
        score(graph, Partition("x", grouped(graph.names, labels))).total
        for labels in all_labels(len(graph.names))
    )
    assert found.proved
    assert found.score.total == pytest.approx(best, abs=1e-5)
    assert found.bound == pytest.approx(best, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(graphs_with_cuts())
def test_no_cut_scores_above_the_bound(drawn):
    graph, cut = drawn
    assert score(graph, cut).total <= propose(graph).bound + 1e-5


@pytest.mark.parametrize("seed", range(6))
def test_eight_tangled_modules_get_the_cut_that_trying_all_finds(seed):
    gains = random_gains(8, seed)
    best = max(value(gains, labels) for labels in all_labels(8))
    proof = prove(gains, tuple(range(8)), seconds=20)
    assert value(gains, proof.labels) == pytest.approx(best, abs=TOLERANCE)
    assert proof.bound == pytest.approx(best, abs=2 * TOLERANCE)


def test_a_poor_start_is_improved_and_a_fractional_solution_branched_on():
    gains = random_gains(14, seed=5)  # its linear relaxation stays above the optimum
    proof = prove(gains, tuple(range(14)), seconds=30)
    assert value(gains, proof.labels) >= value(gains, search(gains)) - TOLERANCE
    assert proof.bound - value(gains, proof.labels) <= TOLERANCE


def test_without_time_the_start_stands_and_the_bound_is_open():
    gains = random_gains(10, seed=1)
    start = search(gains)
    proof = prove(gains, start, seconds=0)
    assert proof.labels == start
    assert proof.bound == float("inf")
    assert upper_bound(gains) >= value(gains, start)


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_without_a_solver_is_above_every_cut_and_below_the_sum_of_what_can_be_won(seed):
    gains = random_gains(7, seed)
    best = max(value(gains, labels) for labels in all_labels(7))
    winning = sum(gain for i, row in enumerate(gains) for gain in row[:i] if gain > 0)
    bound = upper_bound(gains)
    assert best - 1e-9 <= bound <= winning + 1e-9


def test_a_triangle_that_contradicts_itself_loses_its_smallest_side():
    assert upper_bound([[0, 3, -1], [3, 0, 2], [-1, 2, 0]]) == pytest.approx(4)
    assert upper_bound([[0, 3, -9], [3, 0, 2], [-9, 2, 0]]) == pytest.approx(3)


def test_at_a_few_hundred_modules_the_bound_is_far_below_the_sum_of_what_can_be_won():
    gains = random_gains(200, seed=2)
    winning = sum(gain for i, row in enumerate(gains) for gain in row[:i] if gain > 0)
    assert upper_bound(gains) < 0.6 * winning


def test_the_shop_is_proved_without_a_solver(shop):
    assert propose(shop, seconds=0).proved


def test_a_search_without_time_for_proof_says_its_gap():
    crossed = packages(3, 12)  # every package has modules of every team
    crossed = crossed.model_copy(
        update={
            "modules": tuple(
                module.model_copy(update={"team": f"team-{position % 4}"})
                for position, module in enumerate(crossed.modules)
            )
        }
    )
    hurried = propose(crossed, seconds=0)
    assert not hurried.proved
    assert hurried.gap > 0
    assert hurried.bound == pytest.approx(hurried.score.total + hurried.gap)


def test_the_search_alone_ends_where_no_move_and_no_merge_helps():
    gains = random_gains(20, seed=5)
    found = search(gains)
    reached = value(gains, found)
    for module in range(20):
        for group in range(max(found) + 2):
            moved = [*found[:module], group, *found[module + 1 :]]
            assert value(gains, moved) <= reached + 1e-6
    for kept, gone in pairwise(range(max(found) + 1)):
        merged = [kept if label == gone else label for label in found]
        assert value(gains, merged) <= reached + 1e-6


def test_the_shop_gets_a_proved_cut_that_beats_every_ready_one(shop, domains, reference):
    found = propose(shop)
    assert found.proved
    assert found.gap == 0
    assert found.bound == found.score.total == score(shop, found.partition).total
    assert found.score.total > max(score(shop, cut).total for cut in (domains, reference))
    assert 7 <= len(found.partition.services) <= 12


def test_the_same_graph_gets_the_same_proposal(shop):
    assert propose(shop).partition == propose(shop).partition


def test_services_are_named_after_what_they_do_mostly(shop):
    services = propose(shop).partition.services
    assert services["accounts"] == ("registration", "authentication", "profiles", "permissions")
    assert services["payments"] == ("payments",)
    assert set(services["orders"]) == {"cart", "orders", "order-status"}


def test_groups_of_one_capability_are_told_apart_by_their_busiest_modules():
    graph = twins()
    names = set(propose(graph, Weights(capability=0, data=0, team=1, scaling=0)).partition.services)
    assert names == {"sales", "b2"}


def test_a_service_is_not_called_like_a_module_that_lives_elsewhere():
    graph = MonolithGraph(
        name="odd",
        modules=tuple(
            Module(name=name, capability="orders", team=team, scaling="cpu")
            for name, team in (("cart", "a"), ("status", "a"), ("orders", "b"))
        ),
        use_cases=(UseCase(name="use", frequency_per_1000=9, entry="status"),),
    )
    groups = (("cart", "status"), ("orders",))
    assert service_names(graph, groups) == ("status", "orders")


def test_one_module_is_its_own_service():
    graph = MonolithGraph(
        name="tiny",
        modules=(Module(name="only", capability="a", team="t", scaling="cpu"),),
        use_cases=(UseCase(name="use", frequency_per_1000=1, entry="only"),),
    )
    found = propose(graph)
    assert found.partition.services == {"only": ("only",)}
    assert found.proved
    assert found.score.total == 100


def test_labels_are_numbered_by_first_member():
    assert canonical((5, 2, 5, 0)) == (0, 1, 0, 2)


def grouped(names: tuple[str, ...], labels: list[int]) -> dict[str, tuple[str, ...]]:
    services: dict[str, tuple[str, ...]] = {}
    for name, label in zip(names, labels, strict=True):
        services[f"s{label}"] = (*services.get(f"s{label}", ()), name)
    return services


def twins() -> MonolithGraph:
    """Two teams, five modules, one capability: three of team a, two of team b."""
    names = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b"}
    return MonolithGraph(
        name="twins",
        modules=tuple(
            Module(name=name, capability="sales", team=team, scaling="cpu")
            for name, team in names.items()
        ),
        use_cases=(UseCase(name="use", frequency_per_1000=9, entry="b2"),),
    )
