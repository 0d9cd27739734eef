"""Spans of what is sampled; of what is not, next to nothing."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode, set_span_in_context
from opentelemetry.trace import Tracer as Spans

from labs.commerce.platform.errors import DomainError, ShopError
from labs.commerce.platform.scope import current
from labs.commerce.platform.telemetry.context import active, is_sampled, parent_span, unrecorded
from labs.commerce.platform.telemetry.sampling import Sampling

Attribute = str | int | float | bool
Attributes = Mapping[str, Attribute]

MODULE, PEER, ORDER = "shop.module", "shop.peer.module", "shop.order.id"
"""Who does it, whose operation is called, and for which order."""


class Tracer:
    """Records what one replica does. Without `spans` it records nothing, and passes traces on."""

    def __init__(self, spans: Spans | None, sampling: Sampling) -> None:
        self._spans = spans
        self._sampling = sampling

    @property
    def is_on(self) -> bool:
        """Whether anything is ever recorded."""
        return self._spans is not None

    @property
    def records(self) -> bool:
        """Whether what is done now is part of a sampled trace."""
        return self._spans is not None and (
            active.get() is not None or is_sampled(current().traceparent)
        )

    def request(self, name: str, attributes: Attributes, *, internal: bool) -> Span | None:
        """Begin the span of the request in scope; None when it is not sampled.

        Within the shop the caller has decided.
        """
        scope = current()
        parent = scope.traceparent
        if self._spans is not None and (
            is_sampled(parent) if internal else self._sampling.begins(parent)
        ):
            return self._start(self._spans, name, SpanKind.SERVER, attributes)
        if not parent:
            scope.traceparent = unrecorded()
        return None

    @contextmanager
    def span(
        self, name: str, kind: SpanKind, attributes: Attributes, *, links: bool = False
    ) -> Iterator[Span | None]:
        """A part of what is traced: within the active span, or within the trace in scope.

        With `links` the span also links to what it follows, as messages' spans do.
        """
        if self._spans is None or not self.records:
            yield None
            return
        span = self._start(self._spans, name, kind, attributes, links=links)
        with within(span):
            yield span

    def step(
        self, module: str, action: str, order_id: object
    ) -> AbstractContextManager[Span | None]:
        """A step of an order's saga, or the compensation of one."""
        about = {MODULE: module, ORDER: str(order_id), "shop.saga.action": action}
        return self.span(f"saga {action}", SpanKind.INTERNAL, about)

    def _start(
        self,
        spans: Spans,
        name: str,
        kind: SpanKind,
        attributes: Attributes,
        *,
        links: bool = False,
    ) -> Span:
        scope, parent = current(), active.get()
        if parent is None and scope.traceparent:
            parent = parent_span(scope.traceparent, scope.tracestate)
        context = Context() if parent is None else set_span_in_context(parent, Context())
        followed = [Link(parent.get_span_context())] if links and parent is not None else None
        return spans.start_span(name, context, kind, attributes, followed)


@contextmanager
def within(span: Span) -> Iterator[None]:
    """Do something as part of `span`, and end it."""
    token = active.set(span)
    try:
        yield
    except BaseException as error:
        failed(span, error)
        raise
    finally:
        active.reset(token)
        span.end()


def failed(span: Span, error: BaseException) -> None:
    """Note an error by its code: what it says may hold somebody's data."""
    code = error.code if isinstance(error, ShopError) else type(error).__name__
    span.set_attribute("error.type", code)
    if not isinstance(error, DomainError):  # the rules saying no is an answer like another
        span.set_status(Status(StatusCode.ERROR, code))


def note(event: str, **attributes: Attribute) -> None:
    """Note a moment of the active span."""
    span = active.get()
    if span is not None:
        span.add_event(event, attributes)
