"""Traces in a lab's files: one of spans for each replica, and the gateway's access log."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from labs.observe.traces.gateway import gateway_span
from labs.observe.traces.otlp import spans_of
from labs.observe.traces.span import Span

GATEWAY_LOG = "gateway.log"
_TAIL_BYTES = 8 * 2**20
"""The part of the access log that is looked through: it has every request, and no end."""

_Wanted = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class FileTraces:
    """Reads the files anew each time: a lab writes on while one looks."""

    folder: Path

    def trace(self, trace_id: str) -> tuple[Span, ...]:
        """The spans of one trace, by their beginnings; empty where there is none."""
        mark = trace_id.encode()
        found = self._read(lambda line: mark in line)
        return self._whole(span for span in found if span.trace_id == trace_id)

    def latest(self, limit: int) -> tuple[tuple[Span, ...], ...]:
        """The traces that began last, the latest first."""
        traces = sorted(_by_trace(self.spans()), key=lambda spans: -spans[0].begin_ns)
        return tuple(self._whole(spans) for spans in traces[:limit])

    def of_order(self, order_id: str) -> tuple[tuple[Span, ...], ...]:
        """The traces that have to do with an order, the earliest first."""
        mark = order_id.encode()
        found = self._read(lambda line: mark in line)
        ids = {span.trace_id for span in found if span.order == order_id}
        traces = [self.trace(trace_id) for trace_id in ids]
        return tuple(sorted(traces, key=lambda spans: spans[0].begin_ns))

    def spans(self) -> tuple[Span, ...]:
        """All that the services keep, by their beginnings."""
        return _sorted(self._read(lambda _: True))

    def _whole(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The spans of a trace with the gateway's."""
        found = list(spans)
        parents = {span.parent_id for span in found} - {span.span_id for span in found}
        return _sorted([*found, *self._gateway(found[0].trace_id, parents)]) if found else ()

    def _gateway(self, trace_id: str, parents: set[str]) -> Iterator[Span]:
        mark = trace_id.encode()
        for line in _lines(self.folder / GATEWAY_LOG, _TAIL_BYTES):
            span = gateway_span(line) if mark in line else None
            if span is not None and span.span_id in parents:
                yield span

    def _read(self, wanted: _Wanted) -> Iterator[Span]:
        for file in sorted(self.folder.glob("*.jsonl*")):
            for line in _lines(file):
                if wanted(line):
                    yield from _spans(line)


def _lines(file: Path, tail: int = 0) -> Iterator[bytes]:
    """The lines of a file, or of its last `tail` bytes; none where it is gone by now."""
    try:
        with file.open("rb") as text:
            if tail and (size := file.stat().st_size) > tail:
                text.seek(size - tail)
            yield from text
    except FileNotFoundError:
        return


def _spans(line: bytes) -> Iterable[Span]:
    try:
        return list(spans_of(line))
    except msgspec.MsgspecError:  # a replica was killed while it wrote
        return ()


def _by_trace(spans: Iterable[Span]) -> list[list[Span]]:
    traces: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        traces[span.trace_id].append(span)
    return list(traces.values())


def _sorted(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.begin_ns, -span.end_ns)))
