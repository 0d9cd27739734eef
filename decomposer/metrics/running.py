"""IBM's five metrics of a cut that changes class by class, kept up by what a move touches.

`decomposer.metrics.ibm` states the metrics. A move costs as much as the class has links and use
cases, and reading the metrics as much as there are pairs of parts. SM is the least that any order
of the classes gives, so that no order is exploited.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from decomposer.metrics.ibm import FEWEST, MOST, UNKNOWN, IbmMetrics
from decomposer.metrics.observation import Observation


class RunningMetrics:
    """Classes by number in parts by number. Whoever moves leaves no part empty."""

    def __init__(
        self, observation: Observation, classes: Sequence[str], parts: Sequence[int]
    ) -> None:
        self.part_of = [-1] * len(classes)
        self._links = _Links(observation, classes)
        self._use_cases = [observation.use_cases_of.get(name) or UNKNOWN for name in classes]
        count = max(parts) + 1
        self.sizes = [0] * count
        self._spread: list[Counter[str]] = [Counter() for _ in range(count)]
        self._call_themselves = [0] * count
        self._between = [[0] * count for _ in range(count)]
        """Linked pairs of classes, by their parts; on the diagonal those within one."""
        self._inside = 0.0
        for member, part in enumerate(parts):
            self._enter(member, part)

    def linked_with(self, member: int) -> Sequence[int]:
        """The other classes that a class calls or is called by."""
        return self._links.of[member]

    def move(self, member: int, part: int) -> None:
        """Put a class into another part."""
        self._leave(member)
        self._enter(member, part)

    def metrics(self) -> IbmMetrics:
        """All five, as they are now."""
        parts = len(self.sizes)
        pairs, coupling = self._coupling()
        balanced = sum(size for size in self.sizes if FEWEST <= size <= MOST)
        return IbmMetrics(
            bcp=sum(log(len(spread)) for spread in self._spread) / parts,
            icp=1.0 - self._inside / self._links.volume if self._links.volume else None,
            sm=self._cohesion() / parts - 2.0 * coupling / max(1.0, parts * (parts - 1) / 2.0),
            ifn=pairs / parts,
            ned=1.0 - balanced / len(self.part_of),
        )

    def _cohesion(self) -> float:
        return sum(
            (self._between[part][part] + max(0, self._call_themselves[part] - 1)) / size**2
            for part, size in enumerate(self.sizes)
        )

    def _coupling(self) -> tuple[int, float]:
        """Linked pairs across boundaries, and the sum of the couplings of two parts."""
        pairs, coupling = 0, 0.0
        for part, row in enumerate(self._between):
            for other, linked in enumerate(row[:part]):
                if linked:
                    pairs += linked
                    coupling += linked / (2.0 * self.sizes[part] * self.sizes[other])
        return pairs, coupling

    def _enter(self, member: int, part: int) -> None:
        self.part_of[member] = part
        self.sizes[part] += 1
        self._call_themselves[part] += self._links.calls_itself[member]
        self._spread[part].update(self._use_cases[member])
        self._link(member, part, 1)

    def _leave(self, member: int) -> None:
        part = self.part_of[member]
        self._link(member, part, -1)
        spread = self._spread[part]
        for use_case in self._use_cases[member]:
            spread[use_case] -= 1
            if not spread[use_case]:
                del spread[use_case]
        self.sizes[part] -= 1
        self._call_themselves[part] -= self._links.calls_itself[member]
        self.part_of[member] = -1

    def _link(self, member: int, part: int, sign: int) -> None:
        row = self._between[part]
        for other in self._links.of[member]:
            home = self.part_of[other]
            if home >= 0:
                row[home] += sign
                if home != part:
                    self._between[home][part] += sign
        for other, weight in self._links.weights[member]:
            if self.part_of[other] == part:
                self._inside += sign * weight


class _Links:
    """What is between the classes of a cut; links with others count in no metric."""

    def __init__(self, observation: Observation, classes: Sequence[str]) -> None:
        number = {name: position for position, name in enumerate(classes)}
        of: list[set[int]] = [set() for _ in classes]
        weights: list[list[tuple[int, float]]] = [[] for _ in classes]
        self.volume = 0.0
        """The sum of ln(volume) + 1 over all calls between two classes."""
        self.calls_itself = [frozenset((name,)) in observation.linked for name in classes]
        for caller, callee in observation.volume:
            if caller != callee and {caller, callee} <= number.keys():
                of[number[caller]].add(number[callee])
                of[number[callee]].add(number[caller])
        for (caller, callee), volume in observation.calls.items():
            if {caller, callee} <= number.keys():
                weight = log(volume) + 1.0
                self.volume += weight
                weights[number[caller]].append((number[callee], weight))
                weights[number[callee]].append((number[caller], weight))
        self.of = [sorted(linked) for linked in of]
        self.weights = weights
