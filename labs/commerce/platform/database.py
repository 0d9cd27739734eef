"""One database per deployable, and the transaction that co-located modules share."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

import asyncpg

from labs.commerce.platform.messages import Envelope


@dataclass(slots=True)
class Transaction:
    """An open transaction and the events that its commit will publish."""

    connection: Any
    events: list[Envelope] = field(default_factory=list)
    is_open: bool = True


_transaction: ContextVar[Transaction | None] = ContextVar("transaction", default=None)

_WRITE_OUTBOX = """
    INSERT INTO platform.outbox (id, event, payload)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
"""


class Remote:
    """The base of every peer that lives in another deployable."""


class Encode(Protocol):
    """Turns an envelope into bytes."""

    def __call__(self, envelope: Envelope, /) -> bytes:
        """The envelope as JSON."""
        ...


def open_transaction() -> Transaction | None:
    """The transaction the running task is in, if any."""
    transaction = _transaction.get()
    return transaction if transaction is not None and transaction.is_open else None


class Database:
    """Statements, and transactions that nested calls join."""

    def __init__(self, url: str, encode: Encode, on_published: Callable[[], None]) -> None:
        self._url = url
        self._encode = encode
        self._on_published = on_published
        self._pool: Any = None

    async def open(self, application: str) -> None:
        """Connect. The pool must be made after the fork, in the loop that uses it."""
        self._pool = await asyncpg.create_pool(
            self._url,
            min_size=1,
            max_size=8,
            # Our sessions set nothing that a reset would undo, and it costs a round trip.
            reset=_keep_session,
            server_settings={"application_name": application, "jit": "off"},
            command_timeout=10,
        )

    async def close(self) -> None:
        """Disconnect at once."""
        if self._pool is not None:
            self._pool.terminate()

    @property
    def in_transaction(self) -> bool:
        """Whether what is written now can still be rolled back by a caller."""
        return open_transaction() is not None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Join the open transaction, or begin one that commits at the end of the block."""
        joined = open_transaction()
        if joined is not None:
            yield joined
            return
        async with self._pool.acquire() as connection:
            begun = Transaction(connection)
            token = _transaction.set(begun)
            try:
                async with connection.transaction():
                    yield begun
                    await self._write_outbox(begun)
            finally:
                begun.is_open = False
                _transaction.reset(token)
        if begun.events:
            self._on_published()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the open transaction that can fail without failing the whole."""
        transaction = open_transaction()
        if transaction is None:
            msg = "a savepoint needs an open transaction"
            raise RuntimeError(msg)
        published = len(transaction.events)
        try:
            async with transaction.connection.transaction():
                yield
        except BaseException:
            del transaction.events[published:]
            raise

    @asynccontextmanager
    async def together(self, *peers: object) -> AsyncIterator[None]:
        """One transaction over this module and its peers, as far as the partition allows.

        Where a peer is remote there is none: each statement commits on its own, and the steps
        must be safe to repeat.
        """
        if any(isinstance(peer, Remote) for peer in peers):
            yield
            return
        async with self.transaction():
            yield

    async def fetch(self, statement: str, *values: object) -> Sequence[Any]:
        """All rows of a statement."""
        rows: Sequence[Any] = await self._executor().fetch(statement, *values)
        return rows

    async def fetch_one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a driver's row
        """The first row of a statement, or None."""
        return await self._executor().fetchrow(statement, *values)

    async def execute(self, statement: str, *values: object) -> int:
        """Run a statement and say how many rows it changed."""
        status: str = await self._executor().execute(statement, *values)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row, in one batch."""
        await self._executor().executemany(statement, list(rows))

    def _executor(self) -> Any:  # noqa: ANN401 - a driver's connection or pool
        transaction = open_transaction()
        return self._pool if transaction is None else transaction.connection

    async def _write_outbox(self, transaction: Transaction) -> None:
        if not transaction.events:
            return
        events = transaction.events
        await transaction.connection.execute(
            _WRITE_OUTBOX,
            [e.id for e in events],
            [e.event for e in events],
            [self._encode(e) for e in events],
        )


async def _keep_session(_connection: object) -> None:
    """Leave the session as it is."""
