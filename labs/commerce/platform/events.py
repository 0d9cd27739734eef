"""Publishing inside a transaction, and handling each event at most once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec

from labs.commerce.platform.clock import Clock
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


class Outbox:
    """Collects events; the commit that makes them true writes them down in the same transaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def publish(self, event: Event) -> None:
        """Announce `event` if, and only if, the open transaction commits."""
        transaction = open_transaction()
        if transaction is None:
            msg = "an event is published inside the transaction that makes it true"
            raise RuntimeError(msg)
        envelope = Envelope(
            id=uuid4(),
            event=type(event).__name__,
            at=self._clock.now(),
            request_id=current().request_id,
            data=msgspec.Raw(msgspec.json.encode(event)),
        )
        transaction.events.append(envelope)


class Inbox:
    """One module's incoming events, each handled once."""

    def __init__(self, module: str, database: Database, handlers: Handlers) -> None:
        self.module = module
        self._database = database
        self._handlers = {
            kind.__name__: (msgspec.json.Decoder(kind), handler)
            for kind, handler in handlers.items()
        }

    @property
    def subjects(self) -> list[str]:
        """What to subscribe to."""
        return sorted(f"{SUBJECTS}.{name}" for name in self._handlers)

    async def receive(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        """Handle events in one transaction: all of them, or none. Returns those that were new."""
        async with self._database.transaction():
            rows = await self._database.fetch(
                "INSERT INTO platform.inbox (consumer, event_id) SELECT $1, unnest($2::uuid[])"
                " ON CONFLICT DO NOTHING RETURNING event_id",
                self.module,
                [envelope.id for envelope in envelopes],
            )
            new = {row["event_id"] for row in rows}
            unhandled = set(new)
            for envelope in envelopes:
                if envelope.id in unhandled:
                    unhandled.discard(envelope.id)
                    await self._handle(envelope)
        return new

    async def _handle(self, envelope: Envelope) -> None:
        decoder, handler = self._handlers[envelope.event]
        with entered(Scope(request_id=envelope.request_id)):
            await handler(decoder.decode(envelope.data), envelope.id)

    async def park(self, envelope: Envelope, payload: bytes, error: str) -> None:
        """Set an event aside that cannot be handled, so that those behind it can."""
        await self._database.execute(
            "INSERT INTO platform.dead_letters (consumer, event_id, payload, error)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            self.module,
            envelope.id,
            payload,
            error,
        )
