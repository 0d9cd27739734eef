"""What traces show of a running system: who called whom, in how many requests, and where."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from decomposer.importers.traces.spans import Span

Pair = tuple[str, str]
"""Caller and callee; producer and consumer."""


@dataclass(slots=True)
class Sighting:
    """All that was seen of one module calling another, or handling its events."""

    calls: int = 0
    events: int = 0
    traces: Counter[str] = field(default_factory=Counter)
    """Where it was seen, and how often in each."""
    operations: Counter[str] = field(default_factory=Counter)
    """What was called or published."""
    places: Counter[str] = field(default_factory=Counter)
    """Where in the code, as far as spans tell: `file:line`."""

    @property
    def requests(self) -> int:
        """In how many traces."""
        return len(self.traces)


@dataclass(frozen=True, slots=True)
class Observation:
    """A recording of a running system, counted."""

    sightings: Mapping[Pair, Sighting]
    entries: Mapping[str, int]
    """How many requests entered at each module."""
    left_out: Mapping[str, int]
    """How many were left out of all that, by what they asked for."""

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module that was seen, in alphabetical order."""
        ends = (end for pair in self.sightings for end in pair)
        return tuple(sorted({*self.entries, *ends}))


def observe(spans: Iterable[Span], leaving_out: Collection[str] = ()) -> Observation:
    """Count who called whom, but for requests that begin with an operation to leave out.

    A call is seen where a span names its peer, or where a span's parent is another module's; the
    span of a caller and that of the callee which answers it are one call.
    """
    traces: dict[str, dict[str, Span]] = defaultdict(dict)
    for span in spans:
        if span.module:
            traces[span.trace][span.id] = span
    sightings: dict[Pair, Sighting] = defaultdict(Sighting)
    entries: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for trace, held in traces.items():
        root = _root(held)
        if root is not None and root.operation in leaving_out:
            left_out[root.operation] += 1
            continue
        if root is not None:
            entries[root.module] += 1
        for span in held.values():
            _note(span, held.get(span.parent), trace, sightings)
    return Observation(dict(sightings), dict(entries), dict(left_out))


def _root(trace: Mapping[str, Span]) -> Span | None:
    """Where the request entered; an event whose beginning was not recorded is none."""
    roots = (span for span in trace.values() if span.parent not in trace and not span.consumes)
    return next(roots, None)


def _note(span: Span, parent: Span | None, trace: str, sightings: Mapping[Pair, Sighting]) -> None:
    if span.peer and span.peer != span.module:
        sighting = sightings[span.module, span.peer]
        sighting.calls += 1
        _remember(sighting, span, trace)
    if parent is None or span.module in {parent.module, parent.peer}:
        return
    sighting = sightings[parent.module, span.module]
    if span.consumes:
        sighting.events += 1
    else:
        sighting.calls += 1
    _remember(sighting, span, trace)


def _remember(sighting: Sighting, span: Span, trace: str) -> None:
    sighting.traces[trace] += 1
    sighting.operations[span.operation] += 1
    if span.place:
        sighting.places[span.place] += 1
