"""Local moves over arrays: every node goes where it wins most, block by block.

The first phase of Blondel et al. ("Fast unfolding of communities in large networks", Journal of
Statistical Mechanics, 2008), where the nodes of a block move at once and see the moves of the
blocks before it. Nodes come in random order, so that neighbours seldom share a block.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from decomposer.scale.arrays import ArrayGraph, Ints, changes, coarse, runs
from decomposer.scale.groups import Groups
from decomposer.scale.objectives import Candidates, Objective

BLOCKS = 16
"""More follow each other's moves better, and cost more calls."""
ENOUGH = 1e-4
"""Relative; a pass that wins less is the last one of its level."""
STUCK = 0.98
"""A level that joins fewer groups than this leaves is the last one."""
ROUNDING = 1e-9

Passed = Callable[[], None]
"""Told after each pass."""


def climb(graph: ArrayGraph, labels: Ints, objective: Objective, most: int, passed: Passed) -> Ints:
    """Improve `labels` by at most so many passes; each that stands improved the whole."""
    groups = Groups.of(graph, labels.copy())
    best, value = labels, objective.value(graph, groups)
    for _ in range(most):
        _pass(graph, groups, objective)
        groups = Groups.of(graph, groups.labels)
        passed()
        reached = objective.value(graph, groups)
        if reached <= value + ROUNDING:
            break
        best = groups.labels.copy()
        won, value = (reached - value) / max(abs(value), ROUNDING), reached
        if won < ENOUGH:
            break
    return best


def ascend(
    graph: ArrayGraph, labels: Ints, objective: Objective, most: int, passed: Passed
) -> Ints:
    """Move groups as a whole, then groups of groups, until nothing is won by it."""
    level, total = coarse(graph, labels)
    while True:
        alone = np.arange(level.count, dtype=np.int32)
        found = climb(level, alone, objective, most, passed)
        coarser, inverse = coarse(level, found)
        total = inverse[total]
        if coarser.count > STUCK * level.count:
            return total
        level = coarser


def _pass(graph: ArrayGraph, groups: Groups, objective: Objective) -> None:
    """Every node once."""
    bounds = np.linspace(0, graph.count, min(BLOCKS, graph.count) + 1).astype(int)
    for low, high in pairwise(bounds):
        begin, end = graph.starts[low], graph.starts[high]
        if begin < end:
            arcs = slice(begin, end)
            across = groups.labels[graph.columns[arcs]]
            found = runs(graph.rows[arcs], across, graph.weights[arcs])
            _move(graph, groups, objective, Candidates(*found))


def _move(graph: ArrayGraph, groups: Groups, objective: Objective, pairs: Candidates) -> None:
    """Each node of a block to its best group, where that wins and is not its own."""
    own = groups.labels[pairs.nodes] == pairs.groups
    gains = objective.gains(graph, groups, pairs) + own * ROUNDING
    begins = np.flatnonzero(changes(pairs.nodes))
    best = np.maximum.reduceat(gains, begins)
    lengths = np.diff(np.append(begins, len(gains)))
    chosen = np.flatnonzero((gains == np.repeat(best, lengths)) & (gains > ROUNDING) & ~own)
    chosen = chosen[changes(pairs.nodes[chosen])]
    groups.move(graph, pairs.nodes[chosen], pairs.groups[chosen])
