"""Which service leaves the monolith first.

A strangler migration (Fowler, "StranglerFigApplication", 2004) takes one service out at a time, and
after each step the shop runs with what is out and what is left. Every such cut in between has a
score; the order with the highest sum of these scores costs least on the way. What is left is a set
of services, and the best way on from it does not depend on how it was reached, so that a dynamic
programme over the 2^n sets finds the best of all n! orders (Held and Karp, 1962).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from decomposer.criteria import DEFAULT_WEIGHTS, Weights, couplings
from decomposer.criteria.pricing import LARGE
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

EXACT_SERVICES = 15
"""Up to here all orders are compared; above, each step takes the service that scores best next."""


@dataclass(frozen=True, slots=True)
class Order:
    """The services in the order of extraction; the last one is what is left of the monolith."""

    services: tuple[str, ...]
    exact: bool
    """No other order has cheaper cuts in between, summed up over all steps."""


def strangler_order(
    graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS
) -> Order:
    """The order whose cuts in between score highest in sum."""
    names = tuple(partition.services)
    gains = _between(graph, partition, weights)
    exact = len(names) <= EXACT_SERVICES
    found = _best(gains) if exact else _greedy(gains)
    return Order(tuple(names[position] for position in found), exact)


def _between(graph: MonolithGraph, partition: Partition, weights: Weights) -> list[list[float]]:
    """What two services win by staying in one monolith."""
    if len(graph.modules) > LARGE:
        from decomposer.families import families

        told = families(graph, weights)
        found: list[list[float]] = told.between(told.labels(partition)).tolist()
        return found
    position = {name: index for index, name in enumerate(partition.services)}
    gains = [[0.0] * len(position) for _ in position]
    for (a, b), gain in couplings(graph, weights).pair_gains().items():
        i, j = position[partition.service_of[a]], position[partition.service_of[b]]
        if i != j:
            gains[i][j] += gain
            gains[j][i] += gain
    return gains


def _best(gains: Sequence[Sequence[float]]) -> list[int]:
    """Of every rest, as a set of bits, its worth and the best sum from it on."""
    count = len(gains)
    worth, ahead, first = ([0.0] * 2**count, [0.0] * 2**count, [0] * 2**count)
    for rest in range(1, 2**count):
        held = [i for i in range(count) if rest >> i & 1]
        lowest, others = held[0], held[1:]
        worth[rest] = worth[rest & ~(1 << lowest)] + sum(gains[lowest][i] for i in others)
        first[rest] = max(held, key=lambda i: (ahead[rest & ~(1 << i)], -i))
        ahead[rest] = worth[rest] + ahead[rest & ~(1 << first[rest])]
    order, rest = [], 2**count - 1
    while rest:
        order.append(first[rest])
        rest &= ~(1 << first[rest])
    return order


def _greedy(gains: Sequence[Sequence[float]]) -> list[int]:
    order: list[int] = []
    rest = {i: sum(row) - row[i] for i, row in enumerate(gains)}
    while rest:
        leaves = min(rest, key=lambda i: (rest[i], i))
        del rest[leaves]
        for i in rest:
            rest[i] -= gains[i][leaves]
        order.append(leaves)
    return order
