"""The score of a cut of very many modules: the same figures, without a list of all pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.constraints import Broken, broken
from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights
from decomposer.families import Families, families
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class LargeScore:
    """A `Score` that is not itemised."""

    total: float
    """The weighted mean of the criteria."""
    criteria: Mapping[Criterion, float]
    kinds: Mapping[str, float]
    """Each kind of evidence there is: what part of its weight is heeded, from 0 to 100."""
    broken: tuple[Broken, ...]
    """Hard constraints that the cut does not honour."""


def score_large(
    graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS
) -> LargeScore:
    """Score a partition that holds every module of the graph."""
    return score_families(families(graph, weights), graph, partition)


def score_families(told: Families, graph: MonolithGraph, partition: Partition) -> LargeScore:
    """The same from evidence that is there already."""
    labels = told.labels(partition)
    criteria = told.criteria(labels)
    return LargeScore(
        total=sum(told.shares[criterion] * value for criterion, value in criteria.items()),
        criteria=criteria,
        kinds=told.kinds(labels),
        broken=broken(graph.constraints, partition),
    )
