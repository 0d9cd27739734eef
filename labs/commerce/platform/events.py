"""Publishing inside a transaction, and handling each event once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import Database, open_transaction
from labs.commerce.platform.messages import Envelope, Event
from labs.commerce.platform.scope import Scope, current, entered

Handler = Callable[[Any, UUID], Awaitable[None]]
"""Takes the event and its id. Runs inside the transaction that marks the event as handled."""

Handlers = Mapping[type[Event], Handler]

encode_envelope = msgspec.json.Encoder().encode
decode_envelope = msgspec.json.Decoder(Envelope).decode

SUBJECTS = "events"
"""The root of every event's subject on the broker: `events.OrderCreated`."""


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
        event_id = event_id or uuid4()
        envelope = Envelope(
            id=event_id,
            event=type(event).__name__,
            version=event.VERSION,
            key=event.key,
            at=self._clock.now(),
            request_id=current().request_id,
            traceparent=self._announce(event, event_id),
            data=msgspec.Raw(msgspec.json.encode(event)),
        )
        transaction.events.append(envelope)


class Incoming(NamedTuple):
    """An event on its way to one of the modules that listen to it."""

    module: str
    envelope: Envelope


class Inbox:
    """A deployable's incoming events; each of its modules handles each event once."""

    def __init__(self, database: Database, listeners: Mapping[str, Handlers]) -> None:
        self._database = database
        self._listeners: dict[str, dict[str, _Listener]] = {}
        for module, handlers in listeners.items():
            for kind, handler in handlers.items():
                heard = self._listeners.setdefault(kind.__name__, {})
                heard[module] = _Listener(msgspec.json.Decoder(kind).decode, handler)

    @property
    def subjects(self) -> list[str]:
        """What to subscribe to."""
        return sorted(f"{SUBJECTS}.{name}" for name in self._listeners)

    def incoming(self, envelope: Envelope) -> list[Incoming]:
        """An event once for each module that listens to it."""
        return [Incoming(module, envelope) for module in self._listeners.get(envelope.event, ())]

    async def receive(self, incoming: Sequence[Incoming]) -> set[tuple[str, UUID]]:
        """Handle events in one transaction: all of them, or none. Returns those that were new."""
        async with self._database.transaction():
            rows = await self._database.fetch(
                "INSERT INTO platform.inbox (consumer, event_id)"
                " SELECT * FROM unnest($1::text[], $2::uuid[])"
                " ON CONFLICT DO NOTHING RETURNING consumer, event_id",
                [module for module, _ in incoming],
                [envelope.id for _, envelope in incoming],
            )
            new = {(row["consumer"], row["event_id"]) for row in rows}
            unhandled = set(new)
            for module, envelope in incoming:
                if (module, envelope.id) in unhandled:
                    unhandled.discard((module, envelope.id))
                    await self._handle(module, envelope)
                    crash_here(Place.AFTER_HANDLING, envelope.event)
        return new

    async def park(self, incoming: Incoming, error: str) -> None:
        """Set an event aside that a module cannot handle, so that those behind it can."""
        module, envelope = incoming
        await self._database.execute(
            "INSERT INTO platform.dead_letters (consumer, event_id, payload, error)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            module,
            envelope.id,
            encode_envelope(envelope),
            error,
        )

    async def _handle(self, module: str, envelope: Envelope) -> None:
        listener = self._listeners[envelope.event][module]
        with entered(Scope(request_id=envelope.request_id, traceparent=envelope.traceparent)):
            await listener.handle(listener.decode(envelope.data), envelope.id)


@dataclass(frozen=True, slots=True)
class _Listener:
    decode: Callable[[msgspec.Raw], Event]
    handle: Handler
