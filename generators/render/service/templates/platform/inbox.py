"""Events come in: each is handled once by each module, or set aside where it cannot be."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from opentelemetry.trace import SpanKind, Tracer
from pydantic import ValidationError

from .broker import Broker, Delivery
from .errors import NotWrittenError, OutcomeUnknownError, UnavailableError
from .log import warn
from .messages import Envelope, Event
from .metrics import Metrics
from .scope import Scope, entered
from .tracing import received
from .transactions import Transactions

Handler = Callable[[Any], Awaitable[None]]
"""Takes the event, inside the transaction that marks it as handled."""
Handlers = Mapping[type[Event], Handler]

RETRY_DELAYS_S = (0.1, 0.3, 1.0, 2.0)
"""Pauses before an event that failed is tried again; after these it is a dead letter."""

_PASSING = (UnavailableError, OutcomeUnknownError, OSError)
"""Somebody is away. They come back, so their absence is no reason to give an event up."""
_PAUSE_S = 0.5

REMEMBERED = timedelta(days=30)
"""Longer than a broker keeps what it may deliver again."""
_FORGET_EVERY_S = 3600.0


class Inbox:
    """The events that a service hears, module by module."""

    def __init__(
        self,
        transactions: Transactions,
        broker: Broker,
        listeners: Mapping[str, Handlers],
        metrics: Metrics,
        tracer: Tracer,
    ) -> None:
        self._transactions = transactions
        self._broker = broker
        self._metrics = metrics
        self._tracer = tracer
        self._listeners: dict[str, dict[str, tuple[type[Event], Handler]]] = {}
        for module, handlers in listeners.items():
            for kind, handler in handlers.items():
                self._listeners.setdefault(kind.__name__, {})[module] = kind, handler

    async def run(self, consumer: str) -> None:
        """Listen until cancelled; in order, since a later event may rest on an earlier one."""
        while True:
            try:
                async with aclosing(
                    self._broker.deliveries(consumer, sorted(self._listeners))
                ) as deliveries:
                    async for delivery in deliveries:
                        await self.receive(delivery)
                        await delivery.done()
            except Exception as error:  # the broker is away: it comes back
                warn("reading-failed", error)
            await asyncio.sleep(_PAUSE_S)

    async def forget(self) -> None:
        """Let go, again and again, of notes so old that no broker repeats their events."""
        while True:
            try:
                await self._transactions.forget_handled(datetime.now(UTC) - REMEMBERED)
            except Exception as error:  # the store is away: there is time
                warn("forgetting-failed", error)
            await asyncio.sleep(_FORGET_EVERY_S)

    async def receive(self, delivery: Delivery) -> None:
        """Have every module that listens handle an event, or bury it."""
        for module, kind, handler in self._hearing(delivery.event):
            try:
                envelope = Envelope.model_validate_json(delivery.payload)
                event = kind.model_validate(envelope.data)
            except ValidationError as error:
                await self._bury(module, delivery, error)
                continue
            await self._handle(module, delivery, envelope, partial(handler, event))

    async def _handle(
        self,
        module: str,
        delivery: Delivery,
        envelope: Envelope,
        call: Callable[[], Awaitable[None]],
    ) -> None:
        attempts = 0
        while True:
            try:
                fresh = await self._once(module, envelope, call)
                break
            except Exception as error:  # whatever failed, no event must be lost
                attempts += not isinstance(error, _PASSING)
                # what nobody has written does not come to be while others wait
                if attempts > len(RETRY_DELAYS_S) or isinstance(error, NotWrittenError):
                    await self._bury(module, delivery, error)
                    return
                warn("event-failed", error, consumer=module, kind=delivery.event)
                await delivery.hold()
                await asyncio.sleep(RETRY_DELAYS_S[max(attempts, 1) - 1])
        self._count(module, delivery, "handled" if fresh else "repeated")

    async def _once(
        self, module: str, envelope: Envelope, call: Callable[[], Awaitable[None]]
    ) -> bool:
        """Handle and mark in one transaction. False when it had been handled."""
        continued = received({"traceparent": envelope.traceparent})
        with (
            entered(Scope(request_id=envelope.request_id)),
            self._tracer.start_as_current_span(
                f"{module} {envelope.event}", context=continued, kind=SpanKind.CONSUMER
            ),
        ):
            async with self._transactions.transaction():
                fresh = await self._transactions.mark_handled(module, envelope)
                if fresh:
                    await call()
                return fresh

    async def _bury(self, module: str, delivery: Delivery, error: Exception) -> None:
        """Set a message aside, for somebody to look at."""
        warn("event-dead", error, consumer=module, kind=delivery.event)
        await self._broker.bury(module, delivery)
        self._count(module, delivery, "parked")

    def _hearing(self, event: str) -> Iterator[tuple[str, type[Event], Handler]]:
        for module, (kind, handler) in self._listeners.get(event, {}).items():
            yield module, kind, handler

    def _count(self, module: str, delivery: Delivery, outcome: str) -> None:
        self._metrics.consumed.labels(module, delivery.event, outcome).inc()
