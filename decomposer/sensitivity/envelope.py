"""Every best cut along one dial, with the exact weights at which they change.

What a cut gains is a line over the dial's weight, and the best gain their upper envelope. Where the
lines of two best cuts meet, either nothing is better and the best cut changes there, or a better
one is found and splits the range (Eisner and Severance, "Mathematical techniques for efficient
record segmentation in large shared databases", Journal of the ACM 23, 1976). Each change costs
two optimisations, so that the thresholds are exact where these are proved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from decomposer.propose.labels import Labels
from decomposer.sensitivity.dials import Dial

HIGHEST = 10.0
"""Where the search for thresholds ends: weights start at 1, and nobody means ten times as much."""
SAME = 1e-5
"""Points within which two cuts are equally good; above what a proof leaves open."""

Best = Callable[[NDArray[np.float64]], Labels]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of weights with one best cut."""

    low: float
    high: float
    labels: Labels


def envelope(dial: Dial, best: Best, high: float = HIGHEST) -> tuple[Span, ...]:
    """The best cuts from weight 0 to `high`, in order."""
    ends = (0.0, best(dial.gains(0.0))), (high, best(dial.gains(high)))
    changes = [*_changes(dial, best, *ends), (high, ends[1][1])]
    low, found = 0.0, []
    for labels, same in groupby(changes, key=lambda change: change[1]):
        last = max(weight for weight, _ in same)
        found.append(Span(low, last, labels))
        low = last
    return tuple(found)


def _changes(
    dial: Dial, best: Best, low: tuple[float, Labels], high: tuple[float, Labels]
) -> Iterator[tuple[float, Labels]]:
    """Where each best cut but the last one ends."""
    (start, first), (end, last) = low, high
    (fixed_a, slope_a), (fixed_b, slope_b) = _line(dial, first), _line(dial, last)
    if first == last or abs(slope_a - slope_b) <= SAME:
        return
    meet = min(max((fixed_a - fixed_b) / (slope_b - slope_a), start), end)
    middle = best(dial.gains(meet)) if start < meet < end else first
    fixed, slope = _line(dial, middle)
    if fixed + meet * slope <= fixed_a + meet * slope_a + SAME:
        yield meet, first
    else:
        yield from _changes(dial, best, low, (meet, middle))
        yield from _changes(dial, best, (meet, middle), high)


def _line(dial: Dial, labels: Labels) -> tuple[float, float]:
    """What a cut gains at weight 0, and for each unit of weight."""
    numbers = np.asarray(labels)
    together = np.triu(numbers[:, None] == numbers[None, :], 1)
    return float(dial.fixed[together].sum()), float(dial.slope[together].sum())
