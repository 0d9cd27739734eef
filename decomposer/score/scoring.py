"""The score of a partition. `decomposer.criteria.pricing` states the formula."""

from collections import defaultdict
from collections.abc import Iterable

from decomposer.constraints import broken
from decomposer.criteria import DEFAULT_WEIGHTS, Reason, Weights, couplings
from decomposer.criteria.grouping import heeded
from decomposer.criteria.pricing import FULL, LARGE
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.score.crossing import crossing
from decomposer.score.penalties import penalties
from decomposer.score.result import Score


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
