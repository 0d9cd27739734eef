"""Events inside transactions: published by the one that makes them true, handled by another."""

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import open_transaction
from labs.commerce.platform.events import schemas
from labs.commerce.platform.messages import Envelope, Event
from labs.commerce.platform.scope import Scope, current, entered

Handler = Callable[[Any, UUID], Awaitable[None]]
"""Takes the event and its id. Runs inside the transaction that marks the event as handled."""

Handlers = Mapping[type[Event], Handler]

encode_envelope = msgspec.json.Encoder().encode
decode_envelope = msgspec.json.Decoder(Envelope).decode

_happened_at: ContextVar[datetime] = ContextVar("happened_at")

Announce = Callable[[Event, UUID], str]
"""Told of every event that is published, with its id. Gives back the trace it belongs to."""


def _untold(_event: Event, _event_id: UUID) -> str:
    """The trace of the request."""
    return current().traceparent


class Outbox:
    """Collects events; the commit that makes them true writes them down in the same transaction."""

    def __init__(self, clock: Clock, announce: Announce = _untold) -> None:
        self._clock = clock
        self._announce = announce

    def publish(self, event: Event, event_id: UUID | None = None) -> None:
        """Announce `event` if, and only if, the open transaction commits."""
        transaction = open_transaction()
        if transaction is None:
            msg = "an event is published inside the transaction that makes it true"
            raise RuntimeError(msg)
        transaction.events.append(self.envelope(event, event_id))

    def envelope(self, event: Event, event_id: UUID | None = None) -> Envelope:
        """What is to be told of a change that happens if, and only if, it is told."""
        event_id = event_id or uuid4()
        return Envelope(
            id=event_id,
            event=type(event).__name__,
            version=event.VERSION,
            key=event.key,
            at=self._clock.now(),
            request_id=current().request_id,
            traceparent=self._announce(event, event_id),
            data=msgspec.Raw(msgspec.json.encode(event)),
        )


async def handled(kind: type[Event], handle: Handler, envelope: Envelope) -> None:
    """Hand an event over, read as the version that is known today."""
    event = schemas.read(kind, envelope.version, envelope.data)
    token = _happened_at.set(envelope.at)
    try:
        with entered(Scope(request_id=envelope.request_id, traceparent=envelope.traceparent)):
            await handle(event, envelope.id)
    finally:
        _happened_at.reset(token)


def happened_at() -> datetime:
    """When the event that is being handled happened: the same however often it is handled."""
    return _happened_at.get()
