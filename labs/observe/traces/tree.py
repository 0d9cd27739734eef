"""A trace as a tree: what was done for what."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from labs.observe.traces.span import Kind, Span


@dataclass(frozen=True, slots=True)
class Node:
    """A span with what was done within it."""

    span: Span
    children: tuple["Node", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Span]]:
        """Every span below with its depth, parents before children."""
        yield depth, self.span
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Trace:
    """Spans of one trace, at least one."""

    spans: tuple[Span, ...]

    @property
    def trace_id(self) -> str:
        """Its id."""
        return self.spans[0].trace_id

    @property
    def root(self) -> Span:
        """Where it begins."""
        return tree(self.spans)[0].span

    @property
    def begin_ns(self) -> int:
        """When the first span began."""
        return min(span.begin_ns for span in self.spans)

    @property
    def ms(self) -> float:
        """From the beginning of the first span to the end of the last."""
        return (max(span.end_ns for span in self.spans) - self.begin_ns) / 1e6

    @property
    def answered_ms(self) -> float:
        """How long whoever asked waited."""
        return self.root.ms

    @property
    def services(self) -> tuple[str, ...]:
        """The deployables that took part, in the order in which they came in."""
        return tuple(dict.fromkeys(span.service for span in self.spans))

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders it is about."""
        return tuple(dict.fromkeys(span.order for span in self.spans if span.order))

    @property
    def errors(self) -> int:
        """Spans that failed."""
        return sum(bool(span.error) for span in self.spans)


def tree(spans: Sequence[Span]) -> tuple[Node, ...]:
    """The trees of spans; one whose parent was not written down is a root."""
    known = {span.span_id for span in spans}
    children: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        parent = span.parent_id if span.parent_id != span.span_id else ""
        children[parent if parent in known else ""].append(span)
    return tuple(_node(span, children) for span in _in_order(children[""]))


def _node(span: Span, children: dict[str, list[Span]]) -> Node:
    return Node(span, tuple(_node(child, children) for child in _in_order(children[span.span_id])))


def _in_order(spans: list[Span]) -> list[Span]:
    """By their beginnings; of two at once, what causes comes before what follows."""
    return sorted(spans, key=lambda span: (span.begin_ns, span.kind is Kind.CONSUMER))
