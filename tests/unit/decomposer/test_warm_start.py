"""A proposal that starts from an earlier cut: little changes where little changed."""

from collections import Counter
from random import Random
from statistics import fmean

from decomposer.graph import MonolithGraph
from decomposer.importers.imported import untold_module
from decomposer.knowledge import Constraints, Dependency
from decomposer.partition import Partition, singletons
from decomposer.propose import propose
from decomposer.propose.proposing import WORTH_MOVING
from exercises.monolith.facts import monolith_graph

GROUPS, SIZE = 8, 8


def planted(seed: int) -> MonolithGraph:
    """Eight groups of eight modules: two in five dependencies are meant to stay within a group."""
    random = Random(seed)  # noqa: S311 - test data, not secrets
    names = [f"m{i}" for i in range(GROUPS * SIZE)]
    pairs: dict[tuple[str, str], int] = {}
    for i, name in enumerate(names):
        for _ in range(6):
            near = random.random() < 2 / 5
            j = i // SIZE * SIZE + random.randrange(SIZE) if near else random.randrange(len(names))
            if i != j:
                pairs[name, names[j]] = random.randint(1, 5)
    return graph_of(names, pairs)


def graph_of(names: list[str], pairs: dict[tuple[str, str], int]) -> MonolithGraph:
    return MonolithGraph(
        name="planted",
        modules=tuple(untold_module(name, name) for name in names),
        dependencies=tuple(
            Dependency.model_validate({"from": a, "to": b, "count": count})
            for (a, b), count in pairs.items()
        ),
    )


def perturbed(graph: MonolithGraph, share: float, seed: int) -> MonolithGraph:
    """The graph with so much of its evidence leading elsewhere, at twice the weight."""
    random = Random(seed)  # noqa: S311 - test data, not secrets
    names = list(graph.names)
    pairs = {(each.source, each.target): each.count for each in graph.dependencies}
    for pair in random.sample(sorted(pairs), max(1, round(share * len(pairs)))):
        count = pairs.pop(pair)
        other = random.choice(names)
        if other != pair[0]:
            pairs[pair[0], other] = 2 * count
    return graph_of(names, pairs)


def moved(before: Partition, after: Partition) -> float:
    """The share of modules outside the service that most of their old one is in now."""
    stayed = 0
    for held in before.services.values():
        stayed += Counter(after.service_of[name] for name in held).most_common(1)[0][1]
    return 1 - stayed / len(before.service_of)


def test_a_little_other_evidence_moves_few_modules():
    shares = []
    for seed in range(4):
        graph = planted(seed)
        before = propose(graph, seconds=1).partition
        after = propose(perturbed(graph, 0.015, seed), seconds=1, start=before).partition
        shares.append(moved(before, after))
    assert fmean(shares) < 0.03


def test_the_same_graph_keeps_its_cut():
    graph = planted(1)
    before = propose(graph, seconds=1).partition
    assert propose(graph, seconds=1, start=before).partition.groups == before.groups


def test_a_start_far_from_the_best_cut_holds_nothing_back():
    graph = monolith_graph()
    best = propose(graph)
    found = propose(graph, start=singletons(graph.names))
    assert found.score.total >= best.score.total - WORTH_MOVING


def test_what_the_start_does_not_know_is_placed_and_constraints_are_honoured():
    graph = monolith_graph()
    a, b = graph.names[:2]
    bound = graph.model_copy(update={"constraints": Constraints(apart=((a, b),))})
    start = Partition("earlier", {"one": graph.names[:20]})
    cut = propose(bound, start=start).partition
    assert cut.service_of.keys() == set(graph.names)
    assert not cut.together(a, b)


def test_of_two_equally_good_cuts_the_nearer_one_is_taken():
    names = ["a", "b", "c", "d"]
    ring = dict.fromkeys([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")], 1)
    graph = graph_of(names, ring)
    cuts = [
        Partition("one", {"x": ("a", "b"), "y": ("c", "d")}),
        Partition("other", {"x": ("b", "c"), "y": ("a", "d")}),
    ]
    for cut in cuts:
        assert propose(graph, start=cut).partition.groups == cut.groups
