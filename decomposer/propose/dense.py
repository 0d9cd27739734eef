"""A cut of some thousands of modules, improved by moves and mergers in the terms of the score.

The method is that of `decomposer.propose.local_search`, on an array of all pairs, and level by
level: groups move as modules do, which merges them (Blondel et al., 2008).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.constraints import apart_pairs, bundles
from decomposer.families import Families
from decomposer.graph import MonolithGraph
from decomposer.scale.arrays import Floats, Whole, numbered

MOST = 2000
"""Modules of which all pairs are listed in an array."""
ROWS = 200
"""Modules whose pairs are priced at once."""
IMPROVEMENT = 1e-9
"""Points of the total; less is rounding."""


class Dense:
    """All gains of a graph, and the search in them."""

    def __init__(self, graph: MonolithGraph, told: Families) -> None:
        position = {name: number for number, name in enumerate(graph.names)}
        self._bundle = np.zeros(len(graph.names), dtype=np.int64)
        for number, held in enumerate(bundles(graph.constraints, graph.names)):
            self._bundle[[position[name] for name in held]] = number
        self._gains = _summed(_all_gains(told), self._bundle)
        forbidden = -1.0 - np.abs(self._gains).sum()
        for pair in apart_pairs(graph.constraints):
            one, other = (int(self._bundle[position[name]]) for name in pair)
            self._gains[one, other] = self._gains[other, one] = forbidden

    def improved(self, labels: Whole) -> Whole:
        """The cut that moves and mergers make of this one, as long as each of them wins."""
        first = np.unique(self._bundle, return_index=True)[1]
        return _climbed(self._gains, numbered(labels[first]))[self._bundle]

    def value(self, labels: Whole) -> float:
        """Points that a cut which honours the constraints wins over a service per module."""
        homes = labels[np.unique(self._bundle, return_index=True)[1]]
        together = homes[:, np.newaxis] == homes[np.newaxis, :]
        return float((self._gains * together).sum() / 2)

    def without_evidence(self) -> NDArray[np.bool_]:
        """The modules about which nothing is known."""
        told = np.abs(self._gains).sum(axis=1)
        return np.asarray(told[self._bundle] == 0)


def _all_gains(told: Families) -> Floats:
    count = len(told.names)
    gains = np.empty((count, count))
    for begin in range(0, count, ROWS):
        rows = np.arange(begin, min(begin + ROWS, count), dtype=np.int32)
        ends = np.meshgrid(rows, np.arange(count, dtype=np.int32), indexing="ij")
        together, apart = told.stakes(ends[0].ravel(), ends[1].ravel())
        gains[rows] = (together - apart).reshape(len(rows), count)
    np.fill_diagonal(gains, 0.0)
    return gains


def _climbed(gains: Floats, labels: Whole) -> Whole:
    """Move what wins by it, then the groups as wholes, until nothing does."""
    while True:
        labels = numbered(_moved(gains, labels))
        coarse = _summed(gains, labels)
        merged = numbered(_moved(coarse, np.arange(len(coarse))))
        if int(merged.max(initial=-1)) + 1 == len(coarse):
            return labels
        labels = merged[labels]


def _moved(gains: Floats, start: Whole) -> NDArray[Any]:
    """Each module where it wins most, again and again; an empty group wins nothing."""
    labels = start.astype(np.int64)
    order = np.random.default_rng(1).permutation(len(labels))
    moving = True
    while moving:
        moving = False
        for node in order:
            wins = np.bincount(labels, gains[node], minlength=len(labels) + 1)
            best, home = int(wins.argmax()), labels[node]
            if wins[best] <= IMPROVEMENT:
                best = _empty(labels, int(home))
            if wins[best] > wins[home] + IMPROVEMENT:
                labels[node] = best
                moving = True
    return labels


def _empty(labels: NDArray[Any], home: int) -> int:
    """A group that holds nothing; the module's own where it is alone."""
    counts = np.bincount(labels, minlength=len(labels) + 1)
    return home if counts[home] == 1 else int(counts.argmin())


def _summed(gains: Floats, labels: Whole) -> Floats:
    """The gains between groups."""
    count = int(labels.max(initial=-1)) + 1
    by_row = np.zeros((count, len(gains)))
    np.add.at(by_row, labels, gains)
    summed = np.zeros((count, count))
    np.add.at(summed.T, labels, by_row.T)
    np.fill_diagonal(summed, 0.0)
    return summed
