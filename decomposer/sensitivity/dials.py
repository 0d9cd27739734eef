"""What can be weighed differently: a criterion, or one kind of its evidence.

The gains of all pairs are linear in a criterion's weight w, up to a factor that no cut feels:
w * G_c + the weighted sum of the others' gains. They are in the weight k of one kind of evidence
too. A half of a criterion is divided by its whole weight, which is (k p + 1 - p) times today's
where p is the kind's part of it; multiplied out, the gains are

    k * (G_kind + p * G_others) + (G_half + (1 - p) * G_others)

with G_kind the kind's own gains, G_half those of the rest of its half, G_others all others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from decomposer.criteria import (
    DEFAULT_WEIGHTS,
    Criterion,
    Direction,
    Pair,
    Reason,
    Weights,
    couplings,
)
from decomposer.graph import MonolithGraph

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Dial:
    """A weight that can be turned, and the gains of all pairs as a function of it."""

    kind: Literal["criterion", "evidence"]
    criterion: Criterion
    code: str
    """The criterion's name, or the kind of evidence."""
    now: float
    """Today's weight: the criterion's own, or 1 for a kind of evidence."""
    fixed: Matrix
    slope: Matrix

    def gains(self, weight: float) -> Matrix:
        """What keeping each pair together wins at a weight, up to a positive factor."""
        return self.fixed + weight * self.slope


def dials(graph: MonolithGraph, weights: Weights = DEFAULT_WEIGHTS) -> tuple[Dial, ...]:
    """Every weight of a graph that some evidence hangs on: criteria first, then their kinds."""
    return (*_criteria(graph, weights), *_kinds(graph, weights))


def _criteria(graph: MonolithGraph, weights: Weights) -> Iterator[Dial]:
    priced = couplings(graph, weights)
    of = {c: _matrix(graph.names, gains.items()) for c, gains in priced.gains.items()}
    for criterion, slope in of.items():
        others = (getattr(weights, c.value) * of[c] for c in of if c is not criterion)
        fixed = _total(graph.names, others)
        if slope.any():
            now: float = getattr(weights, criterion.value)
            yield Dial("criterion", criterion, criterion.value, now, fixed, slope)


def _kinds(graph: MonolithGraph, weights: Weights) -> Iterator[Dial]:
    halves: dict[tuple[Criterion, Direction], dict[str, list[Reason]]] = defaultdict(dict)
    for reason in couplings(graph, weights).reasons:
        evidence = reason.evidence
        found = halves[evidence.criterion, evidence.direction]
        found.setdefault(evidence.code, []).append(reason)
    gains = {
        key: {code: _signed(graph.names, reasons) for code, reasons in kinds.items()}
        for key, kinds in halves.items()
    }
    whole = _total(graph.names, (m for kinds in gains.values() for m in kinds.values()))
    for (criterion, direction), kinds in halves.items():
        half = _total(graph.names, gains[criterion, direction].values())
        points = sum(reason.points for reasons in kinds.values() for reason in reasons)
        for code, reasons in kinds.items():
            if points:
                own, others = gains[criterion, direction][code], whole - half
                part = sum(reason.points for reason in reasons) / points
                fixed, slope = half - own + (1 - part) * others, own + part * others
                yield Dial("evidence", criterion, code, 1.0, fixed, slope)


def _signed(names: tuple[str, ...], reasons: Iterable[Reason]) -> Matrix:
    signs = {Direction.TOGETHER: 1.0, Direction.APART: -1.0}
    return _matrix(
        names, ((r.evidence.modules, signs[r.evidence.direction] * r.points) for r in reasons)
    )


def _total(names: tuple[str, ...], matrices: Iterable[Matrix]) -> Matrix:
    total = _empty(names)
    for matrix in matrices:
        total += matrix
    return total


def _empty(names: tuple[str, ...]) -> Matrix:
    return np.zeros((len(names), len(names)))


def _matrix(names: tuple[str, ...], gains: Iterable[tuple[Pair, float]]) -> Matrix:
    position = {name: index for index, name in enumerate(names)}
    matrix = _empty(names)
    for (a, b), gain in gains:
        i, j = position[a], position[b]
        matrix[i, j] += gain
        matrix[j, i] += gain
    return matrix
