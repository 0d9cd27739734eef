"""What is best whatever the weights, for very many modules: a coarser grid, and no list of pairs.

At each mixture the cut is looked for as for a proposal. A module's company is that of the mixture
in which all criteria count alike, as far as the grid has one.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from decomposer.criteria import Criterion, Weights
from decomposer.families import families
from decomposer.graph import MonolithGraph
from decomposer.propose.large import large_cut
from decomposer.scale.arrays import Whole
from decomposer.sensitivity.progress import Progress, untold
from decomposer.sensitivity.simplex import ALWAYS, Stability, Sway, mixtures, swaying

STEPS = 6
"""Equal parts; with four criteria that makes 10 mixtures of weights."""


def stability_large(graph: MonolithGraph, progress: Progress = untold) -> Stability:
    """The cuts at every mixture of weights, and what they have in common."""
    told = families(graph)
    known = {each.family.criterion for each in told.priced}
    criteria = [criterion for criterion in Criterion if criterion in known]
    grid = list(mixtures(len(criteria), STEPS)) if criteria else [()]
    cuts: list[Whole] = []
    for done, mixture in enumerate(grid):
        progress(done, len(grid))
        shares = {each.value: share for each, share in zip(criteria, mixture, strict=True)}
        cuts.append(told.labels(large_cut(graph, Weights(**shares))[0]))
    progress(len(grid), len(grid))
    labels = np.array(cuts)
    usual = min(range(len(grid)), key=lambda number: sum(share**2 for share in grid[number]))
    return Stability(
        mixtures=len(grid),
        cuts=len({cut.tobytes() for cut in cuts}),
        pairs=(),
        core=_core(graph.names, labels),
        wavering=tuple(_wavering(graph.names, labels, usual, np.array(grid), criteria)),
        proved=False,
    )


def _core(names: tuple[str, ...], labels: Whole) -> tuple[tuple[str, ...], ...]:
    """The modules that have one label in common at every mixture, largest group first."""
    groups: dict[bytes, list[str]] = defaultdict(list)
    for name, column in zip(names, np.ascontiguousarray(labels.T), strict=True):
        groups[column.tobytes()].append(name)
    found = (tuple(group) for group in groups.values() if len(group) > 1)
    return tuple(sorted(found, key=lambda group: -len(group)))


def _wavering(
    names: tuple[str, ...],
    labels: Whole,
    usual: int,
    weights: NDArray[np.float64],
    criteria: list[Criterion],
) -> Iterator[Sway]:
    kept = np.array([_kept(cut, labels[usual]) for cut in labels])
    steadiness = kept.mean(axis=0)
    for module in np.argsort(steadiness, kind="stable").tolist():
        if steadiness[module] < ALWAYS:
            criterion, keeps = swaying(kept[:, module] >= ALWAYS, weights, criteria)
            yield Sway(names[module], float(steadiness[module]), criterion, keeps)


def _kept(cut: Whole, usual: Whole) -> NDArray[np.float64]:
    """How much of its company each module keeps (Jaccard's index)."""
    pairs, of_module = np.unique(np.stack((cut, usual)), axis=1, return_inverse=True)
    common = np.bincount(of_module.reshape(-1))
    one, other = np.bincount(cut)[pairs[0]], np.bincount(usual)[pairs[1]]
    return np.asarray((common / (one + other - common))[of_module.reshape(-1)])
