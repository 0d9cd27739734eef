"""A weighted graph as arrays, in compressed sparse rows.

An edge stands twice, as an arc from either end. Arcs that leave one node stand side by side.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Whole = NDArray[np.integer[Any]]
"""Whole numbers of any width."""
_DIGIT = 16
"""Bits by which a stable sort of numpy is a radix sort."""


@dataclass(frozen=True, eq=False)
class ArrayGraph:
    """Nodes are numbers from 0 on."""

    rows: Ints
    """Where each arc leaves, ascending."""
    columns: Ints
    """Where it leads."""
    weights: Floats
    loops: Floats
    """Weight inside each node, both directions counted: what a coarser node has swallowed."""
    sizes: Floats
    """How many nodes of the original graph each node stands for."""

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.sizes)

    @cached_property
    def starts(self) -> Positions:
        """Position of each node's first arc, and the end."""
        lengths = np.bincount(self.rows, minlength=self.count)
        return np.concatenate(([0], np.cumsum(lengths)))

    @cached_property
    def volumes(self) -> Floats:
        """Weight of all arcs that leave each node, with its loops."""
        return added_up(self.weights, self.rows, self.count) + self.loops

    @cached_property
    def total(self) -> float:
        """Weight of all arcs: twice that of all edges."""
        return float(self.volumes.sum())

    @cached_property
    def evened(self) -> "ArrayGraph":
        """The same with a mean weight of 1: only the proportions of weights say anything."""
        mean = float(self.weights.mean()) if len(self.weights) else 1.0
        return replace(self, weights=self.weights / mean, loops=self.loops / mean)


def array_graph(
    count: int, first: NDArray[Any], second: NDArray[Any], weights: NDArray[Any] | None = None
) -> ArrayGraph:
    """The graph of edges between `count` nodes.

    Edges between the same two nodes are added up; an edge from a node to itself couples nothing.
    """
    apart = first != second
    one, other = first[apart].astype(np.int32), second[apart].astype(np.int32)
    weight = np.ones(len(one)) if weights is None else weights[apart].astype(np.float64)
    rows, columns, summed = merged(
        np.concatenate((one, other)),
        np.concatenate((other, one)),
        np.concatenate((weight, weight)),
        count,
    )
    return ArrayGraph(rows, columns, summed, np.zeros(count), np.ones(count))


def merged(rows: Ints, columns: Ints, weights: Floats, count: int) -> tuple[Ints, Ints, Floats]:
    """The arcs by row and column, equal ones added up."""
    order = _by_row(rows, count)
    return runs(rows[order], columns[order], weights[order])


def runs(rows: Ints, columns: Ints, weights: Floats) -> tuple[Ints, Ints, Floats]:
    """The same for arcs whose rows ascend already: a merge sort finds that almost sorted."""
    keys = (rows.astype(np.int64) << 32) | columns
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    begins = np.flatnonzero(changes(keys))
    if not len(begins):
        return rows, columns, weights
    distinct = keys[begins]
    summed = np.add.reduceat(weights[order], begins)
    return (distinct >> 32).astype(np.int32), distinct.astype(np.int32), summed


def changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a value differs from the one before it; the first does."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def added_up(values: Floats, by: Whole, count: int) -> Floats:
    """The sum of the values for each of `count` numbers that they go `by`."""
    return np.asarray(np.bincount(by, weights=values, minlength=count), dtype=np.float64)


def _by_row(rows: Ints, count: int) -> Positions:
    """The stable order by row, a digit at a time: several times as fast as comparing."""
    order = np.argsort(rows.astype(np.uint16), kind="stable")
    if count > 1 << _DIGIT:
        high = (rows >> _DIGIT).astype(np.uint16)
        order = order[np.argsort(high[order], kind="stable")]
    return order


def shuffled(graph: ArrayGraph, place: Ints) -> ArrayGraph:
    """The same graph with node i at `place[i]`."""
    at = np.empty_like(place)
    at[place] = np.arange(graph.count, dtype=np.int32)
    lengths = np.diff(graph.starts)[at]
    ends = np.cumsum(lengths)
    offset = np.repeat(graph.starts[:-1][at] - (ends - lengths), lengths)
    arcs = np.arange(len(graph.rows)) + offset
    return ArrayGraph(
        rows=np.repeat(np.arange(graph.count, dtype=np.int32), lengths),
        columns=place[graph.columns[arcs]],
        weights=graph.weights[arcs],
        loops=graph.loops[at],
        sizes=graph.sizes[at],
    )


def coarse(graph: ArrayGraph, labels: Ints) -> tuple[ArrayGraph, Ints]:
    """A node per group, and which node each old one became."""
    inverse = numbered(labels)
    count = int(inverse.max(initial=-1)) + 1
    rows, columns, weights = merged(
        inverse[graph.rows], inverse[graph.columns], graph.weights, count
    )
    inner = rows == columns
    loops = added_up(graph.loops, inverse, count)
    loops[rows[inner]] += weights[inner]
    sizes = added_up(graph.sizes, inverse, count)
    found = ArrayGraph(rows[~inner], columns[~inner], weights[~inner], loops, sizes)
    return found, inverse


def numbered(labels: NDArray[Any]) -> Ints:
    """The same groups, numbered from 0 on without gaps, in the order of their labels."""
    return np.unique(labels, return_inverse=True)[1].astype(np.int32)
