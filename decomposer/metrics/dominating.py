"""A cut that is no worse than a given one by any of IBM's five metrics, with as many parts.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi, "Optimization by Simulated Annealing", Science
220, 1983) from classes dealt into parts at random; neither the given cut nor a proposal is where it
starts. It cools with the steps, or with the time where that runs out sooner. It pays for what is
worse than the given metrics, and else for parts of extreme size, since the metrics could be had for
a giant and crumbs. Published metrics alone prove nothing: see `decomposer.metrics.exploits`, and
compare with a cut that an expert made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from random import Random
from time import perf_counter
from typing import NamedTuple

from decomposer.metrics.ibm import IbmMetrics, ibm_metrics
from decomposer.metrics.observation import Observation
from decomposer.metrics.running import RunningMetrics
from decomposer.partition import Partition

STEPS = 20_000
HOT, COLD = 0.2, 0.002
"""Temperatures, in units of the price."""
EVEN = 0.2
"""The price of having all classes in parts of extreme size."""
LEAST = 0.1
"""What BCP, ICP, IFN and NED are worse by counts as a share of what is given, or of this."""
MODULARITY = 0.05
"""What SM is lower by counts as a share of this: it is near 0, on either side."""
NEAR = 0.5
"""How often a class moves to where something it is linked with is, rather than anywhere."""
ROUNDING = 1e-12


class Price(NamedTuple):
    """What a cut costs; to be worse than given is worse than any shape."""

    short: float
    """How much worse than given; 0 where no metric is."""
    extreme: float
    """The share of classes in parts of extreme size."""

    @property
    def total(self) -> float:
        """As one number, for the walk."""
        return self.short + EVEN * self.extreme


@dataclass(frozen=True, slots=True)
class Dominating:
    """The best cut found against given metrics."""

    partition: Partition
    metrics: IbmMetrics
    dominates: bool
    """No metric is worse than given."""
    seconds: float


def dominating(
    observation: Observation,
    given: Partition,
    *,
    parts: int | None = None,
    seconds: float = 1.5,
    seed: int = 1,
    advanced: Callable[[int, int], None] = lambda _done, _of: None,
) -> Dominating:
    """Search for a cut of the same classes, no worse than `given` by any metric.

    It has as many parts, or `parts` of them. `advanced` is told how many of how many steps are
    done.
    """
    started = perf_counter()
    classes = tuple(given.service_of)
    target = ibm_metrics(observation, given)
    count = min(parts or len(given.services), len(classes))
    if count == len(given.services) and count in {1, len(classes)}:  # there is only this cut
        return Dominating(given, target, dominates=True, seconds=perf_counter() - started)
    random = Random(seed)  # noqa: S311 - an order of moves, not a secret
    best: tuple[Price, list[int]] | None = None
    while best is None or (best[0].short and perf_counter() - started < seconds):
        search = _Annealing(observation, classes, count, target, random)
        begun = perf_counter()
        left = max(ROUNDING, started + seconds - begun)
        while (gone := max(search.step / STEPS, (perf_counter() - begun) / left)) < 1.0:
            advanced(search.step, STEPS)
            search.walk(STEPS // 100, HOT * (COLD / HOT) ** gone)
        best = min(filter(None, (best, (search.lowest, search.best))))
    advanced(STEPS, STEPS)
    cut = _cut(classes, best[1])
    found = ibm_metrics(observation, cut)
    return Dominating(cut, found, no_worse(found, target), perf_counter() - started)


def no_worse(metrics: IbmMetrics, than: IbmMetrics) -> bool:
    """Whether none of the five is worse; one that is undefined for either cannot be compared."""
    return not _shortfall(metrics, than)


class _Annealing:
    """The walk, and the best cut on its way."""

    def __init__(
        self,
        observation: Observation,
        classes: Sequence[str],
        parts: int,
        target: IbmMetrics,
        random: Random,
    ) -> None:
        self.step = 0
        self._random, self._target, self._parts = random, target, parts
        dealt = [member % parts for member in range(len(classes))]
        random.shuffle(dealt)
        self._running = RunningMetrics(observation, classes, dealt)
        self._price = self._priced()
        self.lowest, self.best = self._price, dealt

    def walk(self, steps: int, heat: float) -> None:
        """Try so many moves."""
        for _ in range(steps):
            self._try(heat)
        self.step += steps

    def _try(self, heat: float) -> None:
        running, random = self._running, self._random
        member = random.randrange(len(running.part_of))
        origin, target = running.part_of[member], self._somewhere(member)
        if target == origin or running.sizes[origin] == 1:
            return
        running.move(member, target)
        price = self._priced()
        dearer = price.total - self._price.total
        if dearer > 0 and random.random() >= exp(-dearer / heat):
            running.move(member, origin)
            return
        self._price = price
        if price < self.lowest:
            self.lowest, self.best = price, list(running.part_of)

    def _somewhere(self, member: int) -> int:
        linked = self._running.linked_with(member)
        if linked and self._random.random() < NEAR:
            return self._running.part_of[self._random.choice(linked)]
        return self._random.randrange(self._parts)

    def _priced(self) -> Price:
        metrics = self._running.metrics()
        return Price(_shortfall(metrics, self._target), metrics.ned)


def _shortfall(metrics: IbmMetrics, than: IbmMetrics) -> float:
    """How much worse the metrics are, each as a share; an undefined one cannot be worse."""
    shares = [max(0.0, than.sm - metrics.sm) / MODULARITY]
    for name in ("bcp", "icp", "ifn", "ned"):
        value, given = getattr(metrics, name), getattr(than, name)
        if value is not None and given is not None:
            shares.append(max(0.0, value - given) / max(given, LEAST))
    return sum(share for share in shares if share > ROUNDING)


def _cut(classes: Sequence[str], parts: Sequence[int]) -> Partition:
    held: dict[str, list[str]] = {}
    for name, part in sorted(zip(classes, parts, strict=True), key=lambda each: each[1]):
        held.setdefault(str(part), []).append(name)
    return Partition("search", {part: tuple(names) for part, names in held.items()})
