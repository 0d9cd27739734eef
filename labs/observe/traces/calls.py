"""Which module called which, as the traces show it: to be held against the declared graph."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from labs.observe.traces.span import Kind, Span


@dataclass(frozen=True, slots=True)
class ObservedCall:
    """Calls of one module's operation by another module."""

    caller: str
    callee: str
    operation: str
    count: int
    p50_ms: float
    remote: bool
    """Over the network; otherwise within a process."""


@dataclass(frozen=True, slots=True)
class ObservedEvent:
    """Events of one kind that one module published and another handled."""

    producer: str
    event: str
    consumer: str
    count: int
    p50_delay_ms: float
    """From the publication to the beginning of the handling."""


def observed_calls(spans: Iterable[Span]) -> tuple[ObservedCall, ...]:
    """The calls among modules, by caller, callee and operation."""
    found: dict[tuple[str, str, str, bool], list[float]] = defaultdict(list)
    for span in spans:
        if span.peer:
            operation = str(span.attributes.get("rpc.method", span.name)).rpartition("/")[2]
            found[span.module, span.peer, operation, span.kind is Kind.CLIENT].append(span.ms)
    return tuple(
        ObservedCall(caller, callee, operation, len(times), median(times), remote)
        for (caller, callee, operation, remote), times in sorted(found.items())
    )


def observed_events(spans: Iterable[Span]) -> tuple[ObservedEvent, ...]:
    """The events from module to module, by producer, event and consumer."""
    spans = list(spans)
    published = {span.span_id: span for span in spans if span.kind is Kind.PRODUCER}
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for span in spans:
        source = published.get(span.parent_id)
        if span.kind is Kind.CONSUMER and source is not None:
            event = source.name.rpartition(" ")[2]
            delay_ms = (span.begin_ns - source.begin_ns) / 1e6
            found[source.module, event, span.module].append(delay_ms)
    return tuple(
        ObservedEvent(producer, event, consumer, len(delays), median(delays))
        for (producer, event, consumer), delays in sorted(found.items())
    )
