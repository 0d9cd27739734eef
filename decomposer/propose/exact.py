"""The best cut there is, with proof: clique partitioning by cutting planes.

A variable per pair says whether it shares a service; the triangle inequalities
x_ij + x_jk - x_ik <= 1 make sharing transitive (Groetschel and Wakabayashi, "A cutting plane
algorithm for a clustering problem", Mathematical Programming 45, 1989). Only those that a solution
breaks are added, then stronger ones, and only what is left is branched on. Any relaxation bounds
the optimum from above, so that a search cut short still knows its gap.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.propose.cuts import stars, triangles
from decomposer.propose.labels import Gains, Labels, canonical, value

TOLERANCE = 1e-6
"""Points of the total. Well below anything shown, well above the solver's own rounding."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Bounded:
    """A cut and what no cut can exceed."""

    labels: Labels
    bound: float
    """Gains; equal to the cut's own value within `TOLERANCE` when the cut is optimal."""


def prove(gains: Gains, start: Labels, seconds: float) -> Bounded:
    """Improve `start` until it is proved best or the time is up."""
    program = _Program(gains, perf_counter() + seconds)
    best = Bounded(start, float("inf"))
    for integral in (False, True):
        best = program.tighten(best, integral=integral)
        if best.bound - value(gains, best.labels) <= TOLERANCE:
            break
    return best


class _Program:
    """The growing linear program."""

    def __init__(self, gains: Gains, deadline: float) -> None:
        import highspy

        self._highspy: Any = highspy
        self._gains = gains
        self._deadline = deadline
        self._first, self._second = np.triu_indices(len(gains), 1)
        weights = np.asarray(gains, dtype=float)[self._first, self._second]
        self._column = np.zeros((len(gains), len(gains)), dtype=np.int32)
        self._column[self._first, self._second] = np.arange(len(weights))
        self._column[self._second, self._first] = np.arange(len(weights))
        self._solver = self._started(weights)

    def _started(self, weights: Array) -> Any:  # noqa: ANN401 - highspy publishes no types
        solver = self._highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", TOLERANCE / 10)
        count = len(weights)
        none = np.empty(0, dtype=np.int32)
        solver.addCols(count, -weights, np.zeros(count), np.ones(count), 0, none, none, np.empty(0))
        return solver

    def tighten(self, best: Bounded, *, integral: bool) -> Bounded:
        """Solve and add broken triangles until none is broken or the time is up."""
        if integral:
            count = len(self._first)
            kinds = np.full(count, self._highspy.HighsVarType.kInteger)
            self._solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        while (left := self._deadline - perf_counter()) > 0:
            self._solver.setOptionValue("time_limit", left)
            self._solver.run()
            if self._solver.getModelStatus() != self._highspy.HighsModelStatus.kOptimal:
                return best
            best = self._better(best, integral=integral)
            if best.bound - value(self._gains, best.labels) <= TOLERANCE:
                return best
            if not self._cut():
                return best
        return best

    def _better(self, best: Bounded, *, integral: bool) -> Bounded:
        """The bound this solution proves, and the cut it suggests."""
        info = self._solver.getInfo()
        reached = info.mip_dual_bound if integral else info.objective_function_value
        found = _rounded(self._values())
        better = value(self._gains, found) > value(self._gains, best.labels)
        return Bounded(found if better else best.labels, min(best.bound, -reached))

    def _values(self) -> Array:
        """The solution as a symmetric matrix with ones on the diagonal."""
        together = np.eye(len(self._gains))
        values = np.asarray(self._solver.getSolution().col_value)
        together[self._first, self._second] = values
        together[self._second, self._first] = values
        return together

    def _cut(self) -> bool:
        """Forbid what the solution breaks. False when it breaks nothing that we know."""
        together = self._values()
        broken = triangles(together, TOLERANCE) or stars(together, TOLERANCE)
        if not broken:
            return False
        lengths = [len(inequality.coefficients) for inequality in broken]
        self._solver.addRows(
            len(broken),
            np.full(len(broken), -self._highspy.kHighsInf),
            np.ones(len(broken)),
            sum(lengths),
            np.cumsum([0, *lengths[:-1]], dtype=np.int32),
            np.concatenate([self._column[cut.first, cut.second] for cut in broken]),
            np.concatenate([cut.coefficients for cut in broken]),
        )
        return True


def _rounded(together: Array) -> Labels:
    """The groups of modules that a solution mostly keeps together."""
    labels = list(range(len(together)))
    for i, row in enumerate(together):
        for j in np.nonzero(row[:i] > 0.5)[0]:  # noqa: PLR2004 - half
            gone, kept = labels[i], labels[j]
            labels = [kept if label == gone else label for label in labels]
    return canonical(labels)
