"""The score of a cut of very many modules: the same figures and items, without a list of pairs."""

from collections.abc import Iterator

from decomposer.constraints import broken
from decomposer.criteria import DEFAULT_WEIGHTS, Weights
from decomposer.families import families, named_reasons
from decomposer.families.changing import unheeded
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.score.crossing import crossing
from decomposer.score.penalties import Penalty, dearest_first, penalties
from decomposer.score.result import Score


def score_large(
    graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS
) -> Score:
    """Score a partition that holds every module of the graph."""
    told = families(graph, weights)
    labels = told.labels(partition)
    criteria = told.criteria(labels)
    return Score(
        total=sum(told.shares[criterion] * value for criterion, value in criteria.items()),
        criteria=criteria,
        penalties=dearest_first(_penalties(graph, partition, weights)),
        crossing=crossing(graph, partition),
        kinds=told.kinds(labels),
        broken=broken(graph.constraints, partition),
    )


def _penalties(graph: MonolithGraph, cut: Partition, weights: Weights) -> Iterator[Penalty]:
    yield from penalties(named_reasons(graph, weights), cut)
    for each in unheeded(families(graph, weights), graph, cut):
        if each.points:
            facts = each.facts(graph, cut)
            yield Penalty(each.criterion, each.code, each.subject, each.points, facts)
