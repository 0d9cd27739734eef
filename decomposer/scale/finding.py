"""A cut of a large graph, without a parameter.

Groups grow from single nodes and are joined level by level, at first warily, for the description of
the edges alone: groups joined too early are never told apart again. Then single nodes are set right
and groups joined for the shortest description as a whole. Last the resolutions of modularity are
swept from the coarsest on, each telling the next (Newman's fixed point), with the groups found so
far as nodes; a cut that is told shorter is taken and set right again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.scale.arrays import ArrayGraph, Ints, coarse, numbered, shuffled
from decomposer.scale.climbing import ROUNDING, Passed, ascend, climb
from decomposer.scale.groups import Groups, description, newman_resolution, undivided
from decomposer.scale.objectives import Brevity, Modularity

GROWING = 4
"""Passes from single nodes; small groups are moved as a whole from there on."""
JOINING = 10
SETTING_RIGHT = 8
RESOLUTIONS = 5
"""Rounds of the fixed point: it converges in four or five."""
CONVERGED = 0.1
"""Logarithm of the ratio of two resolutions that tell the same groups apart."""
USUAL_PASSES = 40
"""For the bar alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A cut, and what it is worth."""

    labels: Ints
    """Group of each node, numbered by first member."""
    shorter: float
    """Share of the description that the cut saves; at 0, the graph is no better than chance."""
    resolution: float | None
    """Of modularity, at which it would find such groups; None: no finite one does."""
    swept: tuple[tuple[float, int], ...]
    """Resolutions tried, and how many groups each gave."""
    seconds: float

    @property
    def groups(self) -> int:
        """How many there are."""
        return int(self.labels.max(initial=-1)) + 1


def find(
    graph: ArrayGraph,
    *,
    seed: int = 1,
    start: NDArray[Any] | None = None,
    advanced: Callable[[int, int], None] = lambda _done, _of: None,
) -> Found:
    """The cut with the shortest description that the search finds; the same for the same seed.

    Weights count by their proportions: on average an edge counts as one.
    From `start`, the cut of a graph that was a little different, only what has a reason moves.
    """
    began = perf_counter()
    if not graph.total:
        alone = np.arange(graph.count, dtype=np.int32)
        return Found(alone, 0.0, None, (), perf_counter() - began)
    place = np.random.default_rng((seed, graph.count)).permutation(graph.count).astype(np.int32)
    search = _Search(shuffled(graph.evened, place), advanced)
    if start is None:
        labels, swept = search.from_nothing()
    else:
        placed = np.empty(graph.count, dtype=np.int32)
        placed[place] = numbered(start)
        labels, swept = search.onwards(placed), ()
    return search.found(labels, place, swept, began)


class _Search:
    """One run over one graph."""

    def __init__(self, graph: ArrayGraph, advanced: Callable[[int, int], None]) -> None:
        self._graph = graph
        self._advanced = advanced
        self._passes = 0

    def from_nothing(self) -> tuple[Ints, tuple[tuple[float, int], ...]]:
        """Groups out of single nodes, and the sweep."""
        alone = np.arange(self._graph.count, dtype=np.int32)
        wary = Brevity(placing=False)
        grown = climb(self._graph, alone, wary, GROWING, self._passed)
        labels = self.onwards(ascend(self._graph, grown, wary, JOINING, self._passed))
        level, inverse = coarse(self._graph, labels)
        best = np.arange(level.count, dtype=np.int32)
        shortest = self._length(level, best)
        swept: list[tuple[float, int]] = []
        for resolution, found in _sweep(level, self._passed):
            swept.append((resolution, len(np.unique(found))))
            length = self._length(level, found)
            if length < shortest:
                best, shortest = found, length
        taken = best[inverse]
        return (self._right(taken) if len(np.unique(best)) < level.count else labels), tuple(swept)

    def onwards(self, labels: Ints) -> Ints:
        """Single nodes set right, then whole groups where that still wins."""
        return ascend(self._graph, self._right(labels), Brevity(), JOINING, self._passed)

    def found(
        self,
        labels: Ints,
        place: Ints,
        swept: tuple[tuple[float, int], ...],
        began: float,
    ) -> Found:
        """The answer, in the caller's order of nodes."""
        graph = self._graph
        shorter = 1.0 - self._length(graph, labels) / undivided(graph)
        if shorter <= ROUNDING:
            labels, shorter = np.zeros(graph.count, dtype=np.int32), 0.0
        groups = Groups.of(graph, labels)
        return Found(
            _by_first_member(labels[place]),
            shorter,
            newman_resolution(graph, groups),
            swept,
            perf_counter() - began,
        )

    def _right(self, labels: Ints) -> Ints:
        return climb(self._graph, labels, Brevity(), SETTING_RIGHT, self._passed)

    def _length(self, graph: ArrayGraph, labels: Ints) -> float:
        return description(graph, Groups.of(graph, labels))

    def _passed(self) -> None:
        self._passes += 1
        self._advanced(self._passes, max(USUAL_PASSES, self._passes + 1))


def _sweep(level: ArrayGraph, passed: Passed) -> Iterator[tuple[float, Ints]]:
    """Cuts at ever other resolutions, from 1 on, until one tells itself again."""
    resolution = 1.0
    for _ in range(RESOLUTIONS):
        alone = np.arange(level.count, dtype=np.int32)
        found = ascend(level, alone, Modularity(resolution), JOINING, passed)
        yield resolution, found
        told = newman_resolution(level, Groups.of(level, found))
        if told is None or abs(log(told / resolution)) < CONVERGED:
            return
        resolution = told


def _by_first_member(labels: Ints) -> Ints:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return rank[inverse]
