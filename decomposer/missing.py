"""Whether evidence that nobody could find would change the answer.

A load by name that cannot be resolved couples its module with some other one. It is tried with
every service of a cut: one more place weighs what one dependency weighs, and the cut would change
if a move of the module, or a merger of the two services, became a win.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log1p

from decomposer.criteria import Criterion, Direction, couplings, pair
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

IMPROVEMENT = 1e-9


@dataclass(frozen=True, slots=True)
class Sway:
    """What one more dependency of a module could do to a cut."""

    module: str
    service: str
    """Where the module is."""
    other: str
    """The service whose boundary with `service` is the first to flip; empty where there is none."""
    short_by: float
    """Points that the missing evidence lacks to flip it; negative where it has more than enough."""

    @property
    def changes(self) -> bool:
        """Whether it could change the answer."""
        return bool(self.other) and self.short_by < -IMPROVEMENT


def sways(graph: MonolithGraph, cut: Partition, modules: Iterable[str]) -> dict[str, Sway]:
    """For each module that misses evidence, the boundary that it could flip first."""
    gains = couplings(graph).pair_gains()
    near: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    between: dict[tuple[str, str], float] = defaultdict(float)
    for (a, b), gain in gains.items():
        home, other = cut.service_of[a], cut.service_of[b]
        near[a][other] += gain
        near[b][home] += gain
        between[pair(home, other)] += gain
    price = _price(graph)
    found: dict[str, Sway] = {}
    for module in dict.fromkeys(modules):
        home = cut.service_of[module]
        stays = near[module][home]
        lacking = [
            (min(stays - near[module][other], -between[pair(home, other)]) - price, other)
            for other in cut.services
            if other != home
        ]
        short_by, other = min(lacking, default=(0.0, ""))
        found[module] = Sway(module, home, other, short_by)
    return found


def _price(graph: MonolithGraph) -> float:
    """Points that one more dependency would have; infinite where it would be the first."""
    for reason in couplings(graph).reasons:
        evidence = reason.evidence
        if evidence.criterion is Criterion.CAPABILITY and evidence.direction is Direction.TOGETHER:
            return reason.points / evidence.weight * log1p(1)
    return inf
