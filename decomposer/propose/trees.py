"""Amounts sent from each node of a small graph to the others, along shortest paths."""

from dataclasses import dataclass

import numpy as np

from decomposer.scale.arrays import Floats, Whole, added_up


@dataclass(frozen=True, slots=True, eq=False)
class Sent:
    """What arrived without any edge carrying more than it can."""

    arrived: Floats
    """From each node (row) at each node."""
    load: Floats
    """On each edge."""


class Trees:
    """A tree of shortest paths from each node; of equally short ones, over what can carry more."""

    def __init__(self, count: int, first: Whole, second: Whole, capacities: Floats) -> None:
        self._capacities = capacities
        self._edges = len(first)
        order = np.argsort(np.tile(capacities, 2), kind="stable")
        self._from = np.concatenate((first, second))[order]
        self._to = np.concatenate((second, first))[order]
        self._edge_of = np.tile(np.arange(self._edges), 2)[order]
        self._levels = self._grown(count)

    def send(self, wanted: Floats) -> Sent:
        """Send what is wanted; a path whose narrowest edge is crowded carries its share of it."""
        load = self._loaded(wanted)
        share = np.ones(self._edges)
        np.divide(self._capacities, load, out=share, where=load > self._capacities)
        least = np.eye(len(wanted))
        for roots, arcs in self._levels:
            before = least[roots, self._from[arcs]]
            least[roots, self._to[arcs]] = np.minimum(before, share[self._edge_of[arcs]])
        np.fill_diagonal(least, 1.0)
        arrived = wanted * least
        return Sent(arrived, self._loaded(arrived))

    def _grown(self, count: int) -> list[tuple[Whole, Whole]]:
        """Per distance, the roots and the arcs by which their trees reach it."""
        seen = np.eye(count, dtype=bool)
        edge = seen.copy()
        levels: list[tuple[Whole, Whole]] = []
        while True:
            roots, arcs = np.nonzero(edge[:, self._from] & ~seen[:, self._to])
            if not len(roots):
                return levels
            last = np.full((count, count), -1)
            last[roots, self._to[arcs]] = arcs
            roots, reached = np.nonzero(last >= 0)
            levels.append((roots, last[roots, reached]))
            edge = last >= 0
            seen |= edge

    def _loaded(self, sent: Floats) -> Floats:
        """What each edge carries: all that is sent beyond it."""
        beyond = sent.copy()
        load = np.zeros(self._edges)
        for roots, arcs in reversed(self._levels):
            carried = beyond[roots, self._to[arcs]]
            load += added_up(carried, self._edge_of[arcs], self._edges)
            np.add.at(beyond, (roots, self._from[arcs]), carried)
        return load
