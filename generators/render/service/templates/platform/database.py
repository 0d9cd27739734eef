"""PostgreSQL: a pool, transactions, and the outbox and the inbox in them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg

from .errors import UnavailableError
from .messages import Envelope
from .transactions import Transaction, entered, open_transaction

CONNECTIONS = 5
COMMAND_TIMEOUT_S = 5.0
LENT_WITHIN_S = 2.0
"""Whoever waits longer for a connection is told so, before anything was done."""
_PATIENCE_S = 0.5

_RELAY_LOCK = 7_241_002
"""Advisory lock key: one replica relays at a time, so that events keep their order."""

_OLDEST = """
    WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS mine)
    SELECT payload FROM platform.outbox
    WHERE (SELECT mine FROM turn) ORDER BY position LIMIT $2
"""

_AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What the driver raises when no connection can be had."""


def _nothing() -> None:
    """Nobody wants to be told."""


class Database:
    """Fulfils `Transactions`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None
        self.on_commit = _nothing

    async def open(self) -> None:
        """Connect."""
        self._pool = await asyncpg.create_pool(
            self._url, min_size=1, max_size=CONNECTIONS, command_timeout=COMMAND_TIMEOUT_S
        )

    async def close(self) -> None:
        """Disconnect."""
        if self._pool is not None:
            await self._pool.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing, events included. Inside another one it is a part of that.

        Raises:
            UnavailableError: no connection could be had.
        """
        if (outer := open_transaction()) is not None:
            yield outer
            return
        async with self._lent() as connection:
            transaction = Transaction(connection)
            leave = entered(transaction)
            try:
                async with connection.transaction():
                    yield transaction
                    await self._write_down(transaction)
            finally:
                leave()
        if transaction.events:
            self.on_commit()

    async def fetch(self, statement: str, *values: object) -> list[Any]:
        """Rows."""
        async with self._lent() as connection:
            rows: list[Any] = await connection.fetch(statement, *values)
        return rows

    async def execute(self, statement: str, *values: object) -> int:
        """Returns how many rows it touched."""
        async with self._lent() as connection:
            told: str = await connection.execute(statement, *values)
        count = told.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def one_at_a_time(self, key: str) -> None:
        """By an advisory lock, which the transaction's end releases."""
        await self.fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key)

    async def answers(self) -> bool:
        """Ask each time: a remembered answer would be a guess."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self.fetch("SELECT 1")
        except (*_AWAY, AttributeError, UnavailableError):
            return False
        return True

    async def waiting_events(self) -> int:
        """The length of the outbox."""
        (row,) = await self.fetch("SELECT count(*) AS n FROM platform.outbox")
        return int(row["n"])

    async def oldest_events(self, limit: int) -> list[Envelope]:
        """None while another replica relays."""
        rows = await self.fetch(_OLDEST, _RELAY_LOCK, limit)
        return [Envelope.model_validate_json(row["payload"]) for row in rows]

    async def forget_events(self, events: list[Envelope]) -> None:
        """Take them out of the outbox."""
        ids = [event.id for event in events]
        await self.execute("DELETE FROM platform.outbox WHERE id = ANY($1::uuid[])", ids)

    async def mark_handled(self, consumer: str, event: Envelope) -> bool:
        """One row for each consumer and event: the second attempt finds it."""
        marked = await self.execute(
            "INSERT INTO platform.inbox (consumer, event_id) VALUES ($1, $2)"
            " ON CONFLICT DO NOTHING",
            consumer,
            event.id,
        )
        return marked == 1

    async def forget_handled(self, before: datetime) -> None:
        """By their age, of which there is an index."""
        await self.execute("DELETE FROM platform.inbox WHERE handled_at < $1", before)

    async def _write_down(self, transaction: Transaction) -> None:
        rows = [(event.id, event.model_dump_json(by_alias=True)) for event in transaction.events]
        if rows:
            await transaction.connection.executemany(
                "INSERT INTO platform.outbox (id, payload) VALUES ($1, $2)", rows
            )

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Any]:  # the driver publishes no types
        """The open transaction's connection, else one of the pool's."""
        if (transaction := open_transaction()) is not None:
            yield transaction.connection
            return
        try:
            connection = await self._pool.acquire(timeout=LENT_WITHIN_S)
        except _AWAY:
            raise UnavailableError("store-unavailable") from None
        try:
            yield connection
        finally:
            await self._pool.release(connection)
