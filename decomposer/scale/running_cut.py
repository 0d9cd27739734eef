"""A cut of a large graph that is being edited: one move is priced by the node's own arcs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.scale.arrays import ArrayGraph, numbered
from decomposer.scale.groups import Groups, description, times_log, told_apart, undivided


class RunningCut:
    """A cut with its running description. A move costs as much as the node has neighbours."""

    def __init__(self, graph: ArrayGraph, labels: NDArray[Any]) -> None:
        self._graph = graph.evened
        self._groups = Groups.of(self._graph, numbered(labels))
        self._inside = self._groups.inside
        self._length = description(self._graph, self._groups)

    @property
    def length(self) -> float:
        """The whole description, in nats."""
        return self._length

    @property
    def shorter(self) -> float:
        """Share of the description that the cut saves; negative where it saves nothing."""
        return 1.0 - self._length / undivided(self._graph)

    def group_of(self, node: int) -> int:
        """The group that holds a node."""
        return int(self._groups.labels[node])

    def preview(self, node: int, group: int) -> float:
        """Nats by which the description would grow if `node` went to `group`; less is better."""
        home = self.group_of(node)
        return 0.0 if home == group else self._after(node, home, group)[0]

    def move(self, node: int, group: int) -> float:
        """Put `node` into `group`, which may be empty, and say what the preview would have."""
        home, groups, graph = self.group_of(node), self._groups, self._graph
        if home == group:
            return 0.0
        grown, left, joined = self._after(node, home, group)
        groups.inner[home] -= left
        groups.inner[group] += joined
        for sums, each in ((groups.volumes, graph.volumes), (groups.sizes, graph.sizes)):
            sums[home] -= each[node]
            sums[group] += each[node]
        groups.labels[node] = group
        self._inside += joined - left
        self._length += grown
        return grown

    def _after(self, node: int, home: int, group: int) -> tuple[float, float, float]:
        """Growth of the description, and the weight that leaves one group and enters the other."""
        graph = self._graph
        loops, volume, size = graph.loops[node], graph.volumes[node], graph.sizes[node]
        left = 2.0 * self._towards(node, home) + loops
        joined = 2.0 * self._towards(node, group) + loops
        inside = self._inside + joined - left
        grown = told_apart(graph.total, inside) - told_apart(graph.total, self._inside)
        grown += self._told(home, -left, -volume, -size) - self._told(home, 0.0, 0.0, 0.0)
        grown += self._told(group, joined, volume, size) - self._told(group, 0.0, 0.0, 0.0)
        return float(grown), float(left), float(joined)

    def _told(self, group: int, inner: float, volume: float, size: float) -> float:
        """A group's own part of the description, after a change."""
        groups = self._groups
        held = float(groups.volumes[group] + volume)
        where = float(groups.inner[group] + inner) * (np.log(held) if held > 0 else 0.0)
        return float(where) - 2.0 * times_log(float(groups.sizes[group] + size))

    def _towards(self, node: int, group: int) -> float:
        """Weight of the arcs from a node into a group."""
        graph = self._graph
        arcs = slice(graph.starts[node], graph.starts[node + 1])
        there = self._groups.labels[graph.columns[arcs]] == group
        return float(graph.weights[arcs][there].sum())
