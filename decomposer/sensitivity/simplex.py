"""How the best cut depends on the importance of the criteria: over all weights, not only today's.

The weights that sum to 1 are looked at on a regular grid: every way to deal `STEPS` equal parts to
the criteria that have evidence, each getting one part at least. The same grid for everybody, no
sampling, no seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from decomposer.criteria import Criterion
from decomposer.graph import MonolithGraph
from decomposer.propose.labels import groups
from decomposer.sensitivity.dials import dials
from decomposer.sensitivity.optimum import Optimum
from decomposer.sensitivity.progress import Progress, untold

STEPS = 10
"""Equal parts; with four criteria that makes 84 mixtures of weights."""
ALWAYS = 1.0 - 1e-9
SWAYED = 0.05
"""A difference in mean share below this says nothing about what sways a module."""


@dataclass(frozen=True, slots=True)
class PairShare:
    """How often two modules share a service in the best cut."""

    first: str
    second: str
    share: float
    """Of all mixtures of weights, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Sway:
    """A module whose company depends on the weights. Words: `sway-<towards or away>`."""

    module: str
    steadiness: float
    """How much of its company it keeps on average, from 0 to 1 (Jaccard's index)."""
    criterion: Criterion | None
    """The one whose share differs most between the mixtures that keep its company and others."""
    keeps: bool
    """A larger share of that criterion keeps it where it mostly is; otherwise it drives it off."""


@dataclass(frozen=True, slots=True)
class Stability:
    """The best cuts over the simplex of weights."""

    mixtures: int
    cuts: int
    """Different best cuts among them."""
    pairs: tuple[PairShare, ...]
    """Every pair that shares a service at least once, most often first; not told of very many."""
    core: tuple[tuple[str, ...], ...]
    """Modules that share a service whatever the weights, two at least."""
    wavering: tuple[Sway, ...]
    """All other modules that change their company, the least steady first."""
    proved: bool


def mixtures(parts: int, steps: int = STEPS) -> Iterator[tuple[float, ...]]:
    """Every way to deal `steps` equal shares to `parts`, one at least to each."""
    for bars in combinations(range(1, steps), parts - 1):
        ends = (0, *bars, steps)
        yield tuple((b - a) / steps for a, b in pairwise(ends))


def stability(graph: MonolithGraph, progress: Progress = untold) -> Stability:
    """Find the best cut for every mixture of weights, and what they have in common."""
    turned = [dial for dial in dials(graph) if dial.kind == "criterion"]
    weights = np.array(list(mixtures(len(turned)))) if turned else np.ones((1, 0))
    best, cuts = Optimum(graph), []
    for done, mixture in enumerate(weights):
        progress(done, len(weights))
        gains = np.zeros((len(graph.names), len(graph.names)))
        for share, dial in zip(mixture, turned, strict=True):
            gains += share * dial.slope
        cuts.append(best(gains))
    progress(len(weights), len(weights))
    labels = np.array(cuts)
    together = labels[:, :, None] == labels[:, None, :]
    shares = together.mean(axis=0)
    return Stability(
        mixtures=len(weights),
        cuts=len(set(cuts)),
        pairs=_pairs(graph.names, shares),
        core=_core(graph.names, shares),
        wavering=tuple(_wavering(graph.names, together, weights, [d.criterion for d in turned])),
        proved=best.proved,
    )


def _pairs(names: tuple[str, ...], shares: NDArray[np.float64]) -> tuple[PairShare, ...]:
    first, second = np.nonzero(np.triu(shares, 1))
    found = [
        PairShare(names[i], names[j], float(shares[i, j]))
        for i, j in zip(first, second, strict=True)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second)))


def _core(names: tuple[str, ...], shares: NDArray[np.float64]) -> tuple[tuple[str, ...], ...]:
    """Sharing in every cut is transitive, so that a module's row is its whole group."""
    labels = [int(np.argmax(row >= ALWAYS)) for row in shares]
    return tuple(group for group in groups(labels, names) if len(group) > 1)


def _wavering(
    names: tuple[str, ...],
    together: NDArray[np.bool_],
    weights: NDArray[np.float64],
    criteria: list[Criterion],
) -> Iterator[Sway]:
    usual = together.mean(axis=0) > 0.5  # noqa: PLR2004 - half
    kept = (together & usual).sum(axis=2) / (together | usual).sum(axis=2)
    for module in np.argsort(kept.mean(axis=0), kind="stable"):
        stays = kept[:, module] >= ALWAYS
        steadiness = float(kept[:, module].mean())
        if steadiness < ALWAYS:
            criterion, keeps = swaying(stays, weights, criteria)
            yield Sway(names[module], steadiness, criterion, keeps)


def swaying(
    stays: NDArray[np.bool_], weights: NDArray[np.float64], criteria: list[Criterion]
) -> tuple[Criterion | None, bool]:
    """Which criterion's share differs most where a module keeps its company, and if upwards."""
    if stays.all() or not stays.any():
        return None, False
    differences = weights[stays].mean(axis=0) - weights[~stays].mean(axis=0)
    most = int(np.argmax(np.abs(differences)))
    strong = abs(differences[most]) >= SWAYED
    return (criteria[most], bool(differences[most] > 0)) if strong else (None, False)
