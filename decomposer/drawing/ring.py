"""Places on a ring: a straight line between two of them never runs through a third."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin

Ties = Mapping[tuple[str, str], float]
"""Two names -> how much they have to do with each other."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a sheet, in pixels."""

    x: float
    y: float

    def towards(self, other: "Point", share: float) -> "Point":
        """The point at a share of the way to another."""
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)


def ring_order(names: Sequence[str], ties: Ties) -> tuple[str, ...]:
    """Strong ties side by side: exchange two places for as long as that shortens the lines."""
    order = list(names)
    near = _neighbours(ties)
    while best := _best_exchange(order, near):
        a, b = best
        order[a], order[b] = order[b], order[a]
    return tuple(order)


def ring(order: Sequence[str], centre: Point, across: float, down: float) -> dict[str, Point]:
    """Evenly on an ellipse, clockwise from the top; one alone stands in the middle."""
    if len(order) == 1:
        return {order[0]: centre}
    places = {}
    for n, name in enumerate(order):
        angle = 2 * pi * n / len(order) - pi / 2
        places[name] = Point(centre.x + across * cos(angle), centre.y + down * sin(angle))
    return places


def _neighbours(ties: Ties) -> dict[str, dict[str, float]]:
    near: dict[str, dict[str, float]] = {}
    for (a, b), weight in ties.items():
        near.setdefault(a, {})[b] = near.setdefault(a, {}).get(b, 0.0) + weight
        near.setdefault(b, {})[a] = near.setdefault(b, {}).get(a, 0.0) + weight
    return near


def _best_exchange(
    order: Sequence[str], near: Mapping[str, Mapping[str, float]]
) -> tuple[int, int] | None:
    """The two places whose exchange shortens the lines most; None where none does."""
    place = {name: n for n, name in enumerate(order)}
    chords = [sin(pi * step / len(order)) for step in range(len(order))]

    def length(name: str, at: int, other: str) -> float:
        return sum(
            weight * chords[abs(at - place[peer])]
            for peer, weight in near.get(name, {}).items()
            if peer != other
        )

    def gain(pair: tuple[int, int]) -> float:
        a, b = order[pair[0]], order[pair[1]]
        now = length(a, pair[0], b) + length(b, pair[1], a)
        return now - length(a, pair[1], b) - length(b, pair[0], a)

    best = max(combinations(range(len(order)), 2), key=gain, default=None)
    return best if best and gain(best) > 1e-9 else None  # noqa: PLR2004 - rounding
