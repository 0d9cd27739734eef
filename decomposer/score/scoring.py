"""The score of a partition. `decomposer.criteria.pricing` states the formula."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decomposer.constraints import Broken, broken
from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Reason, Weights, couplings
from decomposer.criteria.grouping import heeded
from decomposer.criteria.pricing import FULL, LARGE
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
    kinds: Mapping[str, float]
    """Each kind of evidence there is: what part of its weight is heeded, from 0 to 100."""
    broken: tuple[Broken, ...]
    """Hard constraints that the cut does not honour; no score makes up for them."""


def score(graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS) -> Score:
    """Score a partition that holds every module of the graph."""
    if len(graph.modules) > LARGE:
        from decomposer.score.large import score_large

        return score_large(graph, partition, weights)
    priced = couplings(graph, weights)
    criteria = priced.criteria(partition)
    return Score(
        total=sum(priced.shares[criterion] * value for criterion, value in criteria.items()),
        criteria=criteria,
        penalties=penalties(priced.reasons, partition),
        crossing=crossing(graph, partition),
        kinds=_kinds(priced.reasons, partition),
        broken=broken(graph.constraints, partition),
    )


def _kinds(reasons: Iterable[Reason], partition: Partition) -> dict[str, float]:
    heard: dict[str, float] = defaultdict(float)
    told: dict[str, float] = defaultdict(float)
    for reason in reasons:
        evidence = reason.evidence
        told[evidence.code] += evidence.weight
        heard[evidence.code] += evidence.weight if heeded(evidence, partition) else 0.0
    return {code: FULL * heard[code] / weight for code, weight in told.items()}
