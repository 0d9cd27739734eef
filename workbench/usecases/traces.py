"""Traces of a running lab, as a tree with a waterfall beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labs.observe.traces import FileTraces, Kind, Node, Span, Trace, tree
from labs.runtime import LabStatus

SHORTEST_ID = 4
"""Characters of a trace's id that may stand for all of it."""

_MARKS = {
    Kind.SERVER: "",
    Kind.CLIENT: "→ ",
    Kind.INTERNAL: "· ",
    Kind.PRODUCER: "» ",
    Kind.CONSUMER: "« ",
}
_NOW, _LATER = "█", "▒"


@dataclass(frozen=True, slots=True)
class Bar:
    """One span in the waterfall."""

    label: str
    ms: float
    bar: str
    error: str = ""


def traces_of(status: LabStatus) -> FileTraces:
    """Where the lab's spans are read."""
    return FileTraces(Path(status.traces))


def one_trace(status: LabStatus, wanted: str) -> Trace | None:
    """The trace whose id begins as asked."""
    source = traces_of(status)
    whole = source.trace(wanted)
    if whole:
        return Trace(whole)
    ids = {s.trace_id for s in source.spans() if s.trace_id.startswith(wanted)}
    found = source.trace(ids.pop()) if len(ids) == 1 and len(wanted) >= SHORTEST_ID else ()
    return Trace(found) if found else None


def latest_traces(status: LabStatus, limit: int) -> tuple[Trace, ...]:
    """The traces that began last, the latest first."""
    return tuple(Trace(spans) for spans in traces_of(status).latest(limit))


def traces_of_order(status: LabStatus, order_id: str) -> tuple[Trace, ...]:
    """The traces that have to do with an order, the earliest first."""
    return tuple(Trace(spans) for spans in traces_of(status).of_order(order_id))


def waterfall(trace: Trace, width: int) -> list[Bar]:
    """A line for each call and each event, with a bar of at most `width` characters."""
    return [bar for root in tree(trace.spans) for bar in _bars(root, None, trace, width)]


def _bars(
    node: Node, above: Span | None, trace: Trace, width: int, depth: int = 0, ink: str = _NOW
) -> Iterator[Bar]:
    node, done_by = _folded(node)
    span = node.span
    ink = _LATER if span.kind is Kind.CONSUMER else ink
    label = f"{'  ' * depth}{_MARKS[span.kind]}{_told(span, done_by, above)}"
    yield Bar(label, span.ms, _bar(span, trace, width, ink), span.error)
    for child in node.children:
        yield from _bars(child, done_by, trace, width, depth + 1, ink)


def _folded(node: Node) -> tuple[Node, Span]:
    """A call and its only answer are one line. With it comes the span of whoever did the work."""
    answers = [child for child in node.children if child.span.kind is Kind.SERVER]
    if node.span.kind is not Kind.CLIENT or len(answers) != 1:
        return node, node.span
    others = (child for child in node.children if child is not answers[0])
    return Node(node.span, (*answers[0].children, *others)), answers[0].span


def _told(span: Span, done_by: Span, above: Span | None) -> str:
    """Who did what, without what the line above has told already."""
    place = done_by.service
    words = [place] if above is None or above.service != place else []
    if span.kind is Kind.PRODUCER:
        return " ".join([*words, f"{span.module}: {span.name.rpartition(' ')[2]}"])
    if span.kind is Kind.CONSUMER:
        return " ".join([*words, span.module])
    return " ".join([*words, span.name])


def _bar(span: Span, trace: Trace, width: int, ink: str) -> str:
    whole = max(trace.ms, 1e-6)
    begin = min(round((span.begin_ns - trace.begin_ns) / 1e6 / whole * width), width - 1)
    length = max(1, round(span.ms / whole * width))
    return " " * begin + ink * min(length, width - begin)


def plain(traces: Sequence[Trace]) -> list[dict[str, object]]:
    """Traces for programs."""
    return [
        {
            "trace_id": trace.trace_id,
            "ms": trace.ms,
            "answered_ms": trace.answered_ms,
            "services": trace.services,
            "orders": trace.orders,
            "errors": trace.errors,
            "spans": trace.spans,
        }
        for trace in traces
    ]
