"""Traces on their way into a graph: each root operation is a use case, each hop a call.

A call stands once in its use case, however often a trace makes it: how often the use case runs is
its weight. What a span's parent did not wait for, because it published an event, is deferred.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from decomposer.documents import DocumentError, Problem
from decomposer.graph import Access, Call, MonolithGraph, Title, UseCase
from decomposer.importers.imported import ALL_REQUESTS, Gap, Imported, Names, untold_module
from decomposer.importers.traces.recording import MOST, Recording, read_recording
from decomposer.importers.traces.spans import Span

Hop = tuple[str, str, bool]
"""Caller, callee, and whether nobody waits."""


@dataclass(slots=True)
class _Observed:
    """What is seen of one use case."""

    entry: str
    traces: int = 0
    hops: dict[Hop, None] = field(default_factory=dict)


def load_traces(
    source: Path, advanced: Callable[[int, int], None] = lambda _done, _of: None
) -> Imported:
    """Read a file of OTLP lines, or every `*.jsonl` and `*.jsonl.gz` of a folder.

    Raises:
        DocumentError: nothing in it is a span that names its module; with the first bad lines.
    """
    recording = read_recording(source, advanced)
    observed = _observed(recording.spans)
    if not observed:  # nothing but circles of parents
        raise DocumentError([Problem(str(source), 0, 0, "no-spans")])
    graph = _graph(observed, source.resolve().name.partition(".")[0])
    return Imported(graph, tuple(_gaps(graph, recording)), recording.bad)


def _observed(spans: Iterable[Span]) -> dict[str, _Observed]:
    traces: dict[str, dict[str, Span]] = defaultdict(dict)
    for span in spans:
        if span.module:
            traces[span.trace][span.id] = span
    found: dict[str, _Observed] = {}
    for trace in traces.values():
        root = next((span for span in trace.values() if span.parent not in trace), None)
        if root is None:  # a circle of parents
            continue
        name = f"{root.module} {root.operation}"
        observed = found.setdefault(name, _Observed(root.module))
        observed.traces += 1
        observed.hops.update(dict.fromkeys(_hops(trace)))
    return found


def _hops(trace: dict[str, Span]) -> Iterator[Hop]:
    for span in trace.values():
        if span.peer and span.peer != span.module:
            yield span.module, span.peer, False
        parent = trace.get(span.parent)
        if parent is not None and span.module not in {parent.module, parent.peer}:
            yield parent.module, span.module, span.consumes


def _graph(observed: dict[str, _Observed], name: str) -> MonolithGraph:
    modules, use_cases = Names("module"), Names("use-case")
    seen = dict.fromkeys(
        each for found in observed.values() for each in (found.entry, *_ends(found.hops))
    )
    total = sum(found.traces for found in observed.values())
    return MonolithGraph(
        name=name,
        modules=tuple(untold_module(modules(each), each) for each in seen),
        use_cases=tuple(
            UseCase(
                name=use_cases(called),
                title=Title(en=called, ru=called),
                frequency_per_1000=int(ALL_REQUESTS * found.traces / total * 1e6) / 1e6 or 1e-6,
                entry=modules(found.entry),
                calls=tuple(_calls(found, modules)),
            )
            for called, found in observed.items()
        ),
    )


def _ends(hops: Iterable[Hop]) -> Iterator[str]:
    for caller, callee, _ in hops:
        yield from (caller, callee)


def _calls(found: _Observed, modules: Names) -> Iterator[Call]:
    """The hops in an order in which every caller has been reached."""
    reached, waiting = {found.entry}, list(found.hops)
    while ready := [hop for hop in waiting if hop[0] in reached]:
        for caller, callee, deferred in ready:
            reached.add(callee)
            ends = {"from": modules(caller), "to": modules(callee)}
            yield Call.model_validate({**ends, "access": Access.UNKNOWN, "deferred": deferred})
        waiting = [hop for hop in waiting if hop not in ready]


def _gaps(graph: MonolithGraph, recording: Recording) -> Iterator[Gap]:
    yield Gap("modules-untold", {"modules": len(graph.modules)})
    yield Gap("traces-read", {"spans": len(recording.spans), "use_cases": len(graph.use_cases)})
    if recording.cut:
        yield Gap("spans-cut", {"spans": MOST})
    if recording.more:
        yield Gap("lines-more", {"lines": recording.more})
    yield Gap("nothing-apart", {})
