"""The score of a partition. `decomposer.criteria.pricing` states the formula."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights, couplings
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.score.crossing import Crossing, crossing
from decomposer.score.penalties import Penalty, penalties


@dataclass(frozen=True, slots=True)
class Score:
    """How well boundaries heed the evidence, from 0 to 100."""

    total: float
    """The weighted mean of the criteria."""
    criteria: Mapping[Criterion, float]
    """0 to 100 each; 50 is what both one giant service and a service per module get."""
    penalties: tuple[Penalty, ...]
    """What the total lacks to 100, item by item, dearest first."""
    crossing: Crossing
    """The same in plain counts: calls, transactions, shared entities, hand-offs."""


def score(graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS) -> Score:
    """Score a partition that holds every module of the graph."""
    priced = couplings(graph, weights)
    criteria = priced.criteria(partition)
    return Score(
        total=sum(priced.shares[criterion] * value for criterion, value in criteria.items()),
        criteria=criteria,
        penalties=penalties(priced.reasons, partition),
        crossing=crossing(graph, partition),
    )
