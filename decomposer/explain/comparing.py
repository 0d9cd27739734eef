"""What changes from one cut to another, in sentences-to-be."""

from collections.abc import Iterator

from decomposer.criteria import DEFAULT_WEIGHTS, Weights, couplings
from decomposer.criteria.pricing import LARGE
from decomposer.explain.difference import Difference
from decomposer.explain.headline import headline
from decomposer.explain.items import items
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition


def compare(
    graph: MonolithGraph,
    before: Partition,
    after: Partition,
    weights: Weights = DEFAULT_WEIGHTS,
) -> tuple[Difference, ...]:
    """Every difference in consequences, weightiest first; none where the boundaries are equal.

    A single move, merger or split is introduced by its headline. The points of all other
    differences sum to the change of the total score.
    """
    if before.groups == after.groups:
        return ()
    found = sorted(_items(graph, before, after, weights), key=_weight)
    points = sum(difference.points for difference in found)
    return (*_introduction(graph, before, after, points), *found)


def move(
    graph: MonolithGraph,
    partition: Partition,
    module: str,
    to_service: str,
    weights: Weights = DEFAULT_WEIGHTS,
) -> tuple[Difference, ...]:
    """What moving one module into a service, old or new, changes."""
    return compare(graph, partition, partition.move(module, to_service), weights)


def _items(
    graph: MonolithGraph, before: Partition, after: Partition, weights: Weights
) -> Iterator[Difference]:
    if len(graph.modules) <= LARGE:
        return items(graph, couplings(graph, weights).reasons, before, after)
    from decomposer.explain.large import items_large

    return items_large(graph, before, after, weights)


def _introduction(
    graph: MonolithGraph, before: Partition, after: Partition, points: float
) -> Iterator[Difference]:
    if told := headline(graph, before, after, points):
        yield told
        return
    if len(before.services) != len(after.services):
        change = "more" if len(after.services) > len(before.services) else "fewer"
        params = {"before": len(before.services), "after": len(after.services)}
        yield Difference(f"services-{change}", 0.0, params)


def _weight(difference: Difference) -> tuple[float, str, str]:
    return -abs(difference.points), difference.code, str(difference.params["source"])
