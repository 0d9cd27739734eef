"""Why two modules belong together, and why apart: the evidence about one pair."""

from collections.abc import Mapping
from dataclasses import dataclass

from decomposer.criteria import (
    DEFAULT_WEIGHTS,
    Criterion,
    Direction,
    Reason,
    Weights,
    couplings,
    pair,
)
from decomposer.graph import MonolithGraph


@dataclass(frozen=True, slots=True)
class Argument:
    """One reason about one pair. Words: `argument-<code>`."""

    criterion: Criterion
    code: str
    direction: Direction
    points: float
    """Of the total score, lost when the reason is not heeded."""
    params: Mapping[str, str | int | float]


def arguments(
    graph: MonolithGraph, a: str, b: str, weights: Weights = DEFAULT_WEIGHTS
) -> tuple[Argument, ...]:
    """All that is known about a pair of modules, weightiest first."""
    wanted = pair(a, b)
    reasons = (r for r in couplings(graph, weights).reasons if r.evidence.modules == wanted)
    return tuple(sorted(map(_argument, reasons), key=lambda argument: -argument.points))


def _argument(reason: Reason) -> Argument:
    evidence = reason.evidence
    first, second = evidence.modules
    params = {"source": evidence.source, "first": first, "second": second, **evidence.params}
    return Argument(evidence.criterion, evidence.code, evidence.direction, reason.points, params)
