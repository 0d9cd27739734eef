"""Boundaries for more modules than pairs can be listed of: found in seconds, not proved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from decomposer.constraints import apart_pairs, bundles
from decomposer.criteria import DEFAULT_WEIGHTS, Evidence, Weights
from decomposer.criteria.grouping import heeded
from decomposer.criteria.pricing import FULL
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.propose.coupled import coupled, named_evidence
from decomposer.propose.labels import canonical, groups
from decomposer.propose.naming import service_names
from decomposer.scale import Found, find
from decomposer.scale.arrays import ArrayGraph, Ints, coarse


@dataclass(frozen=True, slots=True)
class LargeProposal:
    """Boundaries that no bound is known for; a score by pairs would take too long."""

    partition: Partition
    kinds: Mapping[str, float]
    """Each kind of evidence that names its pairs: what part of its weight is heeded, 0 to 100."""
    shorter: float
    """Share of the description that the boundaries save; at 0 there is no structure to be seen."""
    resolution: float | None
    """Of modularity, at which it would find such services."""
    seconds: float


def propose_large(
    graph: MonolithGraph,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    start: Partition | None = None,
) -> LargeProposal:
    """Boundaries by the shortest description of the couplings, honouring the constraints.

    From `start`, only what has a reason moves.
    """
    evidence = named_evidence(graph)
    found = _found(graph, coupled(graph, evidence, weights), start)
    labels = _kept_apart(graph, found.labels[: len(graph.names)].tolist())
    held = groups(canonical(labels), graph.names)
    names = service_names(graph, held)
    partition = Partition("proposal", dict(zip(names, held, strict=True)))
    kinds = _kinds(evidence, partition)
    return LargeProposal(partition, kinds, found.shorter, found.resolution, found.seconds)


def _found(graph: MonolithGraph, arrays: ArrayGraph, start: Partition | None) -> Found:
    """The search, with what must share a service as one node."""
    bundle = np.arange(arrays.count, dtype=np.int32)
    position = {name: number for number, name in enumerate(graph.names)}
    for held in bundles(graph.constraints, graph.names):
        bundle[[position[name] for name in held]] = position[held[0]]
    level, inverse = coarse(arrays, bundle)
    found = find(level, start=None if start is None else _placed(graph, start, level, inverse))
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


def _kinds(evidence: Iterable[Evidence], partition: Partition) -> dict[str, float]:
    heard: dict[str, float] = defaultdict(float)
    told: dict[str, float] = defaultdict(float)
    for item in evidence:
        told[item.code] += item.weight
        heard[item.code] += item.weight if heeded(item, partition) else 0.0
    return {code: FULL * heard[code] / told[code] for code in told if told[code]}
