"""A software reflexion model: where the declared graph and the running system agree, and where not.

Murphy, Notkin and Sullivan ("Software Reflexion Models", FSE 1995) call what is declared and seen a
convergence, what is seen but not declared a divergence, and what is declared but not seen an
absence. Not seeing proves nothing by itself: after n requests without one, an edge may still occur
in 3/n of them (Hanley and Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA
249, 1983). So every absence carries how often it should have been seen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from decomposer.conformance.observing import Observation, Pair, Sighting
from decomposer.graph import Edge, MonolithGraph

ENOUGH = 3.0
"""Expected sightings from which on not one of them is a surprise (probability below 5 %)."""
APART = 2.0
"""Times more or less than declared from which on a frequency is told."""
CERTAIN = 3.0
"""Standard deviations of a Poisson count beyond which a difference is no chance."""


Otherwise = Literal["frequency", "elsewhere", "deferred", "awaited"]
"""Another frequency; in requests that enter where no use case with it does; declared as a call and
seen as an event; declared as an event and seen as a call."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """Seen, and declared by no use case."""

    caller: str
    callee: str
    calls: int
    events: int
    requests: int
    operations: tuple[str, ...]
    """Most frequent first."""
    trace: str
    """One that shows it."""
    place: str
    """Where in the code; empty where no span tells."""
    back: bool
    """The graph declares the other direction."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Declared, and not seen."""

    caller: str
    callee: str
    use_cases: tuple[str, ...]
    entries: tuple[str, ...]
    """The modules where those enter."""
    entered: int
    """Requests that were seen there."""
    expected: float
    """Sightings that the declared frequencies lead one to expect of them."""
    back: bool
    """The other direction was seen."""

    @property
    def verdict(self) -> Literal["untried", "too-few", "missing"]:
        """Nobody tried it; too few requests to tell; or it should have been seen."""
        if not self.entered:
            return "untried"
        return "missing" if self.expected >= ENOUGH else "too-few"


@dataclass(frozen=True, slots=True)
class Difference:
    """Declared and seen, but otherwise than declared."""

    caller: str
    callee: str
    kind: Otherwise
    seen: int
    """In so many requests."""
    expected: float
    entries: tuple[str, ...]
    """The modules where the use cases enter that declare it."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """The declared graph beside what was seen."""

    requests: int
    """That entered at modules of the graph."""
    convergences: tuple[Pair, ...]
    divergences: tuple[Divergence, ...]
    """Most frequent first."""
    absences: tuple[Absence, ...]
    """Most surprising first."""
    differences: tuple[Difference, ...]
    strangers: tuple[str, ...]
    """Modules that were seen and that the graph does not know: nothing is said about them."""
    left_out: Mapping[str, int]
    """Requests that were left out, by what they asked for."""

    @property
    def holds(self) -> bool:
        """Nothing was seen that is not declared."""
        return not self.divergences


def conformance(graph: MonolithGraph, seen: Observation) -> Conformance:
    """Compare every edge, declared or seen."""
    known = frozenset(graph.names)
    sightings = {pair: each for pair, each in seen.sightings.items() if known.issuperset(pair)}
    declared = {(edge.caller, edge.callee): edge for edge in graph.edges}
    beside = _Beside(declared, sightings, seen.entries, _shares(graph))
    return Conformance(
        requests=sum(count for entry, count in seen.entries.items() if entry in known),
        convergences=tuple(pair for pair in declared if pair in sightings),
        divergences=tuple(_divergences(declared, sightings)),
        absences=tuple(beside.absences()),
        differences=tuple(beside.differences()),
        strangers=tuple(name for name in seen.modules if name not in known),
        left_out=seen.left_out,
    )


def _divergences(
    declared: Mapping[Pair, Edge], sightings: Mapping[Pair, Sighting]
) -> Iterator[Divergence]:
    new = [pair for pair in sightings if pair not in declared]
    for caller, callee in sorted(new, key=lambda pair: (-sightings[pair].requests, pair)):
        each = sightings[caller, callee]
        yield Divergence(
            caller,
            callee,
            each.calls,
            each.events,
            each.requests,
            tuple(name for name, _ in each.operations.most_common()),
            trace=next(iter(each.traces)),
            place=next((place for place, _ in each.places.most_common(1)), ""),
            back=(callee, caller) in declared,
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is declared beside what was seen, and how often that should have been."""

    declared: Mapping[Pair, Edge]
    sightings: Mapping[Pair, Sighting]
    entered: Mapping[str, int]
    """Requests by the module that they entered at."""
    shares: Mapping[str, float]
    """Each use case's part of the requests that enter where it does, as declared."""

    def absences(self) -> Iterator[Absence]:
        """What was not seen, most surprising first."""
        found = [
            Absence(
                edge.caller,
                edge.callee,
                edge.use_cases,
                entries=_entries(edge),
                entered=sum(self.entered.get(entry, 0) for entry in _entries(edge)),
                expected=self._expected(edge),
                back=(edge.callee, edge.caller) in self.sightings,
            )
            for pair, edge in self.declared.items()
            if pair not in self.sightings
        ]
        yield from sorted(found, key=lambda each: (-each.expected, -each.entered, each.caller))

    def differences(self) -> Iterator[Difference]:
        """What was seen otherwise than declared."""
        for pair, edge in self.declared.items():
            if pair in self.sightings:
                sighting, expected = self.sightings[pair], self._expected(edge)
                for kind in _kinds(edge, sighting, expected):
                    yield Difference(*pair, kind, sighting.requests, expected, _entries(edge))

    def _expected(self, edge: Edge) -> float:
        """Requests with this edge, given where the requests entered."""
        cases = {traced.use_case.name: traced.use_case.entry for traced in edge.evidence}
        return sum(
            self.entered.get(entry, 0) * self.shares.get(name, 0.0) for name, entry in cases.items()
        )


def _kinds(edge: Edge, sighting: Sighting, expected: float) -> Iterator[Otherwise]:
    if not edge.calls_per_1000 and sighting.calls:
        yield "awaited"
    elif not edge.deferred_per_1000 and sighting.events and not sighting.calls:
        yield "deferred"
    if not expected:
        yield "elsewhere"
    elif _differs(sighting.requests, expected):
        yield "frequency"


def _differs(seen: int, expected: float) -> bool:
    """Whether it is neither near nor to be laid to chance."""
    near = expected / APART <= seen <= expected * APART
    return not near and abs(seen - expected) > CERTAIN * sqrt(max(expected, 1.0))


def _entries(edge: Edge) -> tuple[str, ...]:
    return tuple(dict.fromkeys(traced.use_case.entry for traced in edge.evidence))


def _shares(graph: MonolithGraph) -> dict[str, float]:
    """Each use case's part of the requests that enter where it does, as declared."""
    entering: dict[str, float] = defaultdict(float)
    for use_case in graph.use_cases:
        entering[use_case.entry] += use_case.frequency_per_1000
    return {
        each.name: each.frequency_per_1000 / entering[each.entry]
        for each in graph.use_cases
        if entering[each.entry]
    }
