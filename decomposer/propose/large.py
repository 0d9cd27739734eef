"""Boundaries for more modules than pairs can be listed of: found in seconds, with a bound."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from decomposer.constraints import apart_pairs, bundles
from decomposer.criteria import DEFAULT_WEIGHTS, Weights
from decomposer.families import families
from decomposer.families.telling import named_evidence
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.propose.coupled import coupled
from decomposer.propose.dense import MOST, Dense
from decomposer.propose.labels import canonical, groups
from decomposer.propose.naming import service_names
from decomposer.propose.proposing import WORTH_MOVING
from decomposer.propose.routed import upper_bound
from decomposer.scale import Found, find
from decomposer.scale.arrays import ArrayGraph, Ints, Whole, coarse
from decomposer.score import Score
from decomposer.score.large import score_large

Advanced = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LargeProposal:
    """Boundaries, their score, and a score that no boundaries exceed."""

    partition: Partition
    score: Score
    bound: float
    """Points of the total (`decomposer.propose.routed`)."""
    against_chance: bool
    """Nothing in the graph argues for apart; likeness was held against chance."""
    shorter: float
    """Share of the description that the search's own cut saves; 0: none is told shorter."""
    resolution: float | None
    """Of modularity, at which it would find such services."""
    seconds: float
    """Spent on searching and bounding."""

    @property
    def gap(self) -> float:
        """Bound minus score, in points of the total: no boundaries are better by more."""
        return self.bound - self.score.total


def propose_large(
    graph: MonolithGraph,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    start: Partition | None = None,
    advanced: Advanced = lambda _done, _of: None,
) -> LargeProposal:
    """`large_cut` with its score and a bound."""
    began = perf_counter()
    partition, found = large_cut(graph, weights, start=start, advanced=advanced)
    told = families(graph, weights)
    return LargeProposal(
        partition=partition,
        score=score_large(graph, partition, weights),
        bound=upper_bound(told, told.labels(partition)),
        against_chance=told.against_chance,
        shorter=found.shorter,
        resolution=found.resolution,
        seconds=perf_counter() - began,
    )


def large_cut(
    graph: MonolithGraph,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    start: Partition | None = None,
    advanced: Advanced = lambda _done, _of: None,
) -> tuple[Partition, Found]:
    """Boundaries by the shortest description of the couplings, honouring the constraints.

    Of up to `MOST` modules the cut of the most points is looked for as well, and taken where it is
    better by more than `WORTH_MOVING`. From `start`, only what has a reason moves.
    """
    evidence = named_evidence(graph)
    found = _found(graph, coupled(graph, evidence, weights), start, advanced)
    labels = _kept_apart(graph, found.labels[: len(graph.names)].tolist())
    if len(graph.names) <= MOST:
        dense = Dense(graph, families(graph, weights))
        labels = _best(dense, np.array(labels), _begun(graph, start))
    held = groups(canonical(labels), graph.names)
    names = service_names(graph, held)
    return Partition("proposal", dict(zip(names, held, strict=True))), found


def _best(dense: Dense, labels: Whole, begun: Whole) -> list[int]:
    """This cut, or that of the most points that moves and mergers lead to from it or the start.

    Where weights silence all that argues for apart, most points go to one service: that is no cut.
    """
    best = max((dense.improved(begun), dense.improved(labels)), key=dense.value)
    if not best.any() or dense.value(best) - dense.value(labels) <= WORTH_MOVING:
        return [int(label) for label in labels]
    unknown = dense.without_evidence()
    if not unknown.all():
        best[unknown] = np.bincount(best[~unknown]).argmax()
    found: list[int] = best.tolist()
    return found


def _begun(graph: MonolithGraph, start: Partition | None) -> Whole:
    """The start as labels; what it does not place is alone."""
    if start is None:
        return np.arange(len(graph.names), dtype=np.int32)
    homes = [start.service_of.get(name, f" {name}") for name in graph.names]
    return np.unique(homes, return_inverse=True)[1]


def _found(
    graph: MonolithGraph, arrays: ArrayGraph, start: Partition | None, advanced: Advanced
) -> Found:
    """The search, with what must share a service as one node."""
    bundle = np.arange(arrays.count, dtype=np.int32)
    position = {name: number for number, name in enumerate(graph.names)}
    for held in bundles(graph.constraints, graph.names):
        bundle[[position[name] for name in held]] = position[held[0]]
    level, inverse = coarse(arrays, bundle)
    begun = None if start is None else _placed(graph, start, level, inverse)
    found = find(level, start=begun, advanced=advanced)
    whole = found.labels[inverse]
    return Found(whole, found.shorter, found.resolution, found.swept, found.seconds)


def _placed(graph: MonolithGraph, start: Partition, level: ArrayGraph, inverse: Ints) -> Ints:
    """The start as labels of the nodes; what it does not place begins alone."""
    labels = np.arange(level.count, 2 * level.count, dtype=np.int32)
    numbers = {service: number for number, service in enumerate(start.services)}
    for name, node in zip(graph.names, inverse.tolist(), strict=False):
        if name in start.service_of:
            labels[node] = numbers[start.service_of[name]]
    return labels


def _kept_apart(graph: MonolithGraph, labels: list[int]) -> list[int]:
    """The same cut; of two that must not share a service, one leaves with all it is bound to."""
    position = {name: number for number, name in enumerate(graph.names)}
    bound = {name: held for held in bundles(graph.constraints, graph.names) for name in held}
    fresh = max(labels, default=0) + 1
    for one, other in apart_pairs(graph.constraints):
        if labels[position[one]] == labels[position[other]]:
            for name in bound[other]:
                labels[position[name]] = fresh
            fresh += 1
    return labels
