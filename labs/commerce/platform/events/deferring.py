"""Events that a module could not handle: they wait, and so does all that follows them.

The order of a key is kept by the row: while one event of an order waits for a module, every later
one queues up behind it, and other orders go on. One that failed too often is a dead letter: it
waits until somebody has it replayed or discarded, and the rest of its order waits with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec

from labs.commerce.platform.database import Database
from labs.commerce.platform.events.outbox import encode_envelope
from labs.commerce.platform.messages import DEAD, Envelope, Message

_FOLLOW = """
    INSERT INTO platform.deferred (consumer, event_id, key, event, payload)
    SELECT consumer, event_id, key, event, payload
    FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::bytea[])
        WITH ORDINALITY AS heard (consumer, event_id, key, event, payload, place)
    WHERE EXISTS (SELECT FROM platform.deferred d
            WHERE d.consumer = heard.consumer AND d.key = heard.key)
        AND NOT EXISTS (SELECT FROM platform.inbox i
            WHERE i.consumer = heard.consumer AND i.event_id = heard.event_id)
    ORDER BY place
    ON CONFLICT DO NOTHING RETURNING consumer, event_id
"""
_DEFER = """
    INSERT INTO platform.deferred
        (consumer, event_id, key, event, payload, attempts, due_at, is_dead, error)
    VALUES ($1, $2, $3, $4, $5, 1, clock_timestamp() + $6 * interval '1 second', $7, $8)
    ON CONFLICT DO NOTHING
"""
_NEXT = """
    SELECT consumer, event_id, event, key, payload, attempts, due_at <= clock_timestamp() AS is_due
    FROM platform.deferred d
    WHERE NOT is_dead AND NOT EXISTS (
        SELECT FROM platform.deferred earlier WHERE earlier.consumer = d.consumer
            AND earlier.key = d.key AND earlier.entry < d.entry)
    ORDER BY due_at LIMIT $1
"""
_AGAIN = """
    UPDATE platform.deferred SET attempts = attempts + 1, error = $3, is_dead = $4,
        due_at = clock_timestamp() + $5 * interval '1 second'
    WHERE consumer = $1 AND event_id = $2
"""
_LETTERS = """
    SELECT consumer, event_id, event, key, attempts, error, at,
        (SELECT count(*) FROM platform.deferred behind WHERE behind.consumer = d.consumer
            AND behind.key = d.key AND behind.entry > d.entry) AS behind
    FROM platform.deferred d WHERE is_dead AND ($1 = '' OR consumer = $1) ORDER BY entry LIMIT $2
"""
_REVIVE = """
    UPDATE platform.deferred SET is_dead = false, attempts = 0, due_at = clock_timestamp()
"""
_WANTED = "is_dead AND ($1 = '' OR consumer = $1) AND ($2::uuid IS NULL OR event_id = $2)"


class Incoming(NamedTuple):
    """An event on its way to one of the modules that listen to it."""

    module: str
    envelope: Envelope

    @property
    def key(self) -> str:
        """What must stay in order; an event that names nothing stands for itself."""
        return self.envelope.key or str(self.envelope.id)


class Waiting(NamedTuple):
    """An event that is to be tried again."""

    consumer: str
    event_id: UUID
    event: str
    key: str
    payload: bytes
    attempts: int
    is_due: bool


class DeadLetter(Message, frozen=True, kw_only=True):
    """An event that a module failed to handle too often."""

    consumer: str
    event_id: UUID
    event: str
    key: str
    attempts: int
    error: str
    at: datetime
    behind: int = 0
    """How many events of the same key wait behind it."""


class Buried(Message, frozen=True, kw_only=True):
    """What the dead-letter topic is told: the subject is `dead.<consumer>.<Event>`."""

    consumer: str
    event_id: UUID
    event: str
    reason: str
    payload: bytes
    """The event as it came, whether it can be read or not; JSON has it in Base64."""


@dataclass(frozen=True, slots=True)
class Failure:
    """How an attempt to handle an event failed."""

    error: str
    pause_s: float
    is_final: bool


@dataclass(frozen=True, slots=True)
class Deferred:
    """The events set aside in a deployable's database."""

    database: Database

    async def follow(self, incoming: Sequence[Incoming]) -> set[tuple[str, UUID]]:
        """Queue up what must not overtake an event that waits. Returns what was queued up."""
        rows = await self.database.fetch(
            _FOLLOW,
            [one.module for one in incoming],
            [one.envelope.id for one in incoming],
            [one.key for one in incoming],
            [one.envelope.event for one in incoming],
            [encode_envelope(one.envelope) for one in incoming],
        )
        return {(row["consumer"], row["event_id"]) for row in rows}

    async def defer(
        self, consumer: str, envelope: Envelope, payload: bytes, failure: Failure
    ) -> None:
        """Set an event aside that failed for the first time."""
        one = Incoming(consumer, envelope)
        async with self.database.transaction():
            added = await self.database.execute(
                _DEFER,
                consumer,
                envelope.id,
                one.key,
                envelope.event,
                payload,
                failure.pause_s,
                failure.is_final,
                failure.error,
            )
            if added and failure.is_final:
                await self._announce(consumer, envelope.id, envelope.event, payload, failure)

    async def next(self, limit: int) -> list[Waiting]:
        """The events to try again, the most urgent first: of each module and key only the first."""
        return [Waiting(**row) for row in await self.database.fetch(_NEXT, limit)]

    async def lock(self, waiting: Waiting) -> bool:
        """Keep an event from others until the transaction ends. False when another has it."""
        row = await self.database.fetch_one(
            "SELECT 1 FROM platform.deferred WHERE consumer = $1 AND event_id = $2"
            " FOR UPDATE SKIP LOCKED",
            waiting.consumer,
            waiting.event_id,
        )
        return row is not None

    async def remove(self, consumer: str, event_id: UUID) -> None:
        """An event is dealt with: the next of its key may come."""
        await self.database.execute(
            "DELETE FROM platform.deferred WHERE consumer = $1 AND event_id = $2",
            consumer,
            event_id,
        )

    async def again(self, waiting: Waiting, failure: Failure) -> None:
        """An event failed once more."""
        consumer, event_id = waiting.consumer, waiting.event_id
        async with self.database.transaction():
            await self.database.execute(
                _AGAIN, consumer, event_id, failure.error, failure.is_final, failure.pause_s
            )
            if failure.is_final:
                await self._announce(consumer, event_id, waiting.event, waiting.payload, failure)

    async def letters(self, consumer: str = "", limit: int = 100) -> list[DeadLetter]:
        """The dead letters, the oldest first."""
        return [DeadLetter(**row) for row in await self.database.fetch(_LETTERS, consumer, limit)]

    async def replay(self, consumer: str = "", event_id: UUID | None = None) -> int:
        """Have dead letters tried again, and what waits behind them. Returns how many."""
        return await self.database.execute(f"{_REVIVE} WHERE {_WANTED}", consumer, event_id)

    async def discard(self, consumer: str, event_id: UUID) -> int:
        """Give a dead letter up, for good: what waits behind it goes on without it."""
        return await self.database.execute(
            f"DELETE FROM platform.deferred WHERE {_WANTED}",  # noqa: S608 - a constant
            consumer,
            event_id,
        )

    async def of(self, consumer: str) -> set[UUID]:
        """The events that wait for a module, dead ones included."""
        rows = await self.database.fetch(
            "SELECT event_id FROM platform.deferred WHERE consumer = $1", consumer
        )
        return {row["event_id"] for row in rows}

    async def counts(self) -> Iterable[tuple[str, int]]:
        """How many events wait, dead ones included, by module."""
        rows = await self.database.fetch(
            "SELECT consumer, count(*) AS n FROM platform.deferred GROUP BY consumer"
        )
        return [(row["consumer"], row["n"]) for row in rows]

    async def _announce(
        self, consumer: str, event_id: UUID, event: str, payload: bytes, failure: Failure
    ) -> None:
        """Tell the dead-letter topic, for whoever watches; the row is what is replayed."""
        told = Buried(
            consumer=consumer,
            event_id=event_id,
            event=event,
            reason=failure.error,
            payload=payload,
        )
        await self.database.execute(
            "INSERT INTO platform.outbox (id, subject, key, payload) VALUES ($1, $2, $3, $4)",
            uuid4(),
            f"{DEAD}.{consumer}.{event}",
            str(event_id),
            msgspec.json.encode(told),
        )
