"""Counterfactuals for very many modules: the weight at which a step from the cut starts to win.

No best cut is looked for at other weights: each step wins a sum that is linear in every weight
(`decomposer.sensitivity.dials` says how), so that its threshold is exact. The best cut may change
before the first of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights
from decomposer.families import Families, families
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.scale.arrays import Floats
from decomposer.sensitivity.envelope import HIGHEST, SAME
from decomposer.sensitivity.flips import Boundary, Flip, Flips, Side, nearest_first
from decomposer.sensitivity.progress import Progress, untold
from decomposer.sensitivity.steps import Step, Steps, steps

LEAST = 0.005
"""A weight below is as good as none: nobody means it, and it is written 0.00."""


@dataclass(frozen=True, slots=True, eq=False)
class _Dial:
    """A weight, and what each step wins as a function of it."""

    kind: Literal["criterion", "evidence"]
    criterion: Criterion
    code: str
    now: float
    fixed: Floats
    slope: Floats


def flips_large(
    graph: MonolithGraph,
    cut: Partition,
    weights: Weights = DEFAULT_WEIGHTS,
    boundary: Boundary | None = None,
    progress: Progress = untold,
) -> Flips:
    """The nearest thresholds below and above each weight at which one step from `cut` wins."""
    told = families(graph, weights)
    progress(0, 3)
    found = steps(told, told.labels(cut))
    progress(1, 3)
    open_ = found.wins.sum(axis=0) <= SAME
    if boundary:
        open_ &= [_concerns(graph, step, boundary) for step in found]
    progress(2, 3)
    near, steady = [], []
    for dial in _dials(told, found.wins, weights):
        flipped = [*_nearest(graph, found, dial, open_)]
        near += flipped
        steady += [] if flipped else [(dial.kind, dial.code)]
    progress(3, 3)
    return Flips(nearest_first(near), tuple(steady), HIGHEST, proved=False, steps=len(found))


def _dials(told: Families, wins: Floats, weights: Weights) -> Iterator[_Dial]:
    """The same dials as for listed pairs, of steps instead of pairs."""
    whole = wins.sum(axis=0)
    of = np.array([each.family.criterion for each in told.priced])
    halves = np.array([each.family.direction for each in told.priced])
    masses = np.array([each.price * each.mass for each in told.priced])
    for criterion in Criterion:
        now = float(getattr(weights, criterion.value))
        own = wins[of == criterion].sum(axis=0)
        if now and own.any():
            yield _Dial("criterion", criterion, criterion.value, now, whole - own, own / now)
    for number, each in enumerate(told.priced):
        family = each.family
        half = (of == family.criterion) & (halves == family.direction)
        part, own = masses[number] / masses[half].sum(), wins[number]
        others = whole - wins[half].sum(axis=0)
        fixed = wins[half].sum(axis=0) - own + (1 - part) * others
        yield _Dial("evidence", family.criterion, family.code, 1.0, fixed, own + part * others)


def _nearest(
    graph: MonolithGraph, found: Steps, dial: _Dial, considered: NDArray[np.bool_]
) -> Iterator[Flip]:
    rising, falling = (considered & (sign * dial.slope > SAME) for sign in (1.0, -1.0))
    even = np.full(len(found), np.inf)
    wins_at = np.divide(-dial.fixed, dial.slope, out=even, where=rising | falling)
    sides: tuple[tuple[Side, NDArray[np.float64]], ...] = (
        ("below", np.where(falling & (wins_at >= LEAST), dial.now - wins_at, np.inf)),
        ("above", np.where(rising & (wins_at <= HIGHEST), wins_at - dial.now, np.inf)),
    )
    for side, far in sides:
        if np.isfinite(far.min(initial=np.inf)):
            number = int(far.argmin())
            step, threshold = found.step(number), float(wins_at[number])
            modules, companions = (
                tuple(graph.names[position] for position in each)
                for each in (step.modules, step.companions)
            )
            flip = (dial.kind, dial.criterion, dial.code, side, threshold, dial.now)
            yield Flip(*flip, modules, companions)


def _concerns(graph: MonolithGraph, step: Step, boundary: Boundary) -> bool:
    """Whether the step brings some of both sides together."""
    moved, joined = (
        {graph.names[position] for position in each} for each in (step.modules, step.companions)
    )
    one, other = boundary
    return bool((moved & one and joined & other) or (moved & other and joined & one))
