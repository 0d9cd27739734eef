"""Events in traces: who published them, and who handled them when.

A handled event continues its producer's trace, and its span links to the producer's besides: the
conventions ask for the link, and allow the parent where messages are handled one by one.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from opentelemetry.trace import SpanKind

from labs.commerce.platform.events import Handler, Handlers
from labs.commerce.platform.messages import SUBJECTS, Event
from labs.commerce.platform.telemetry.context import traceparent
from labs.commerce.platform.telemetry.tracing import MODULE, ORDER, Attribute, Tracer


def announcer(tracer: Tracer, module: str, system: str) -> Callable[[Event, UUID], str]:
    """Notes that a module publishes an event, and by which kind of broker.

    Gives back what travels with the event.
    """
    fixed = {MODULE: module, "messaging.system": system, "messaging.operation.type": "create"}

    def announce(event: Event, event_id: UUID) -> str:
        if not tracer.records:
            return traceparent()
        name = type(event).__name__
        about = {**fixed, **_about(event, event_id)}
        with tracer.span(f"publish {name}", SpanKind.PRODUCER, about):
            return traceparent()

    return announce


def listening(tracer: Tracer, module: str, system: str, group: str, handlers: Handlers) -> Handlers:
    """The handlers, with a span for each event that is part of a sampled trace."""
    if not tracer.is_on:
        return handlers
    fixed = {
        MODULE: module,
        "messaging.system": system,
        "messaging.consumer.group.name": group,
        "messaging.operation.type": "process",
    }
    return {kind: _traced(tracer, handler, fixed) for kind, handler in handlers.items()}


def _traced(tracer: Tracer, handle: Handler, fixed: Mapping[str, Attribute]) -> Handler:
    async def handled(event: Any, event_id: UUID) -> None:  # noqa: ANN401 - any event
        if not tracer.records:
            await handle(event, event_id)
            return
        about = {**fixed, **_about(event, event_id)}
        name = f"process {type(event).__name__}"
        with tracer.span(name, SpanKind.CONSUMER, about, links=True):
            await handle(event, event_id)

    return handled


def _about(event: Event, event_id: UUID) -> dict[str, Attribute]:
    order_id = getattr(event, "order_id", None)
    return {
        "messaging.destination.name": f"{SUBJECTS}.{type(event).__name__}",
        "messaging.message.id": str(event_id),
        **({} if order_id is None else {ORDER: str(order_id)}),
    }
