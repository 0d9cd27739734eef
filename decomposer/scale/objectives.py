"""What a move of one node to the group of a neighbour wins."""

from dataclasses import dataclass
from math import log
from typing import Protocol

import numpy as np

from decomposer.scale.arrays import ArrayGraph, Floats, Ints
from decomposer.scale.groups import Groups, description, logs, times_logs

EVEN = 0.5
"""Share of arcs inside groups that a description reckons with before groups have formed."""
NEVER_ALL = 1.0 - 1e-6
"""The same when all arcs are inside: an arc outside stays thinkable."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Nodes with groups they have arcs to, each pair once; nodes ascend."""

    nodes: Ints
    groups: Ints
    weights: Floats
    """Of the arcs from the node to other nodes of the group."""


class Objective(Protocol):
    """What is to be as large as possible."""

    def value(self, graph: ArrayGraph, groups: Groups) -> float:
        """Of a whole cut."""
        ...

    def gains(self, graph: ArrayGraph, groups: Groups, pairs: Candidates) -> Floats:
        """What being in the group wins each node over being alone; order of `pairs`."""
        ...


@dataclass(frozen=True, slots=True)
class Brevity:
    """The shortest description: what `decomposer.scale.groups` states."""

    placing: bool = True
    """Whether it counts what it takes to say which group each node is in."""

    def value(self, graph: ArrayGraph, groups: Groups) -> float:
        """How short the description is."""
        return -description(graph, groups, placing=self.placing)

    def gains(self, graph: ArrayGraph, groups: Groups, pairs: Candidates) -> Floats:
        """Arcs that get inside are told shorter, those already there a little longer."""
        nodes, target, weight = pairs.nodes, pairs.groups, pairs.weights
        volume, loops, size = graph.volumes[nodes], graph.loops[nodes], graph.sizes[nodes]
        own = groups.labels[nodes] == target
        others = np.maximum(groups.volumes[target] - own * volume, 0.0)
        inner = np.clip(groups.inner[target] - own * (2.0 * weight + loops), 0.0, others)
        residents = np.maximum(groups.sizes[target] - own * size, 0.0)
        joint = logs(others + volume)
        told = 2.0 * weight * (_odds(graph, groups) + log(graph.total) - joint)
        longer = inner * (joint - logs(others)) + loops * (joint - logs(volume))
        if not self.placing:
            return np.asarray(told - longer)
        placed = times_logs(residents + size) - times_logs(residents) - times_logs(size)
        return np.asarray(told - longer + 2.0 * placed)


def _odds(graph: ArrayGraph, groups: Groups) -> float:
    """Log odds that an arc stays inside; even as long as groups are still forming."""
    share = min(max(groups.inside / graph.total, EVEN), NEVER_ALL)
    return log(share / (1.0 - share))


@dataclass(frozen=True, slots=True)
class Modularity:
    """Newman and Girvan's modularity with Reichardt and Bornholdt's resolution (2006)."""

    resolution: float

    def value(self, graph: ArrayGraph, groups: Groups) -> float:
        """Share of arcs inside groups above what chance would put there."""
        chance = float(((groups.volumes / graph.total) ** 2).sum())
        return groups.inside / graph.total - self.resolution * chance

    def gains(self, graph: ArrayGraph, groups: Groups, pairs: Candidates) -> Floats:
        """Arcs that get inside, less those that chance would bring there."""
        volume = graph.volumes[pairs.nodes]
        own = groups.labels[pairs.nodes] == pairs.groups
        others = groups.volumes[pairs.groups] - own * volume
        chance = volume * others / graph.total
        return np.asarray(pairs.weights - self.resolution * chance)
