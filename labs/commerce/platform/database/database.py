"""One database per deployable, and the transaction that co-located modules share."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import asyncpg

from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.database.durability import DURABLE, IS_DURABLE
from labs.commerce.platform.database.pool import Occupancy, Pool
from labs.commerce.platform.database.pool_use import Use
from labs.commerce.platform.database.session import Session
from labs.commerce.platform.database.write_behind import WriteBehind, write
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.messages import Envelope

T = TypeVar("T")


@dataclass(slots=True)
class Transaction:
    """An open transaction and the events that its commit will publish."""

    connection: Any
    events: list[Envelope] = field(default_factory=list)
    on_commit: list[Callable[[], None]] = field(default_factory=list)
    """Called once the changes can be seen by others."""
    behind: WriteBehind = field(default_factory=WriteBehind)
    """Statements that have not been sent yet."""
    is_open: bool = True

    @property
    def kinds(self) -> list[str]:
        """The events by name."""
        return [envelope.event for envelope in self.events]

    async def catch_up(self, before: str = "") -> Any:  # noqa: ANN401 - a driver's connection
        """The connection, once all that was put off is written, or all that a statement may see."""
        await self.behind.flush(self.connection, before)
        return self.connection

    async def finish(self) -> Any:  # noqa: ANN401 - a driver's connection
        """The connection, once all that was put off is done and written."""
        await self.behind.work()
        return await self.catch_up()


_transaction: ContextVar[Transaction | None] = ContextVar("transaction", default=None)

_TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"
# What the world is told must outlive the server, whatever else the transaction can do without.
_WRITE_OUTBOX = f"""
    {DURABLE}
    INSERT INTO platform.outbox (id, subject, key, payload)
    SELECT id, subject, key, payload
    FROM durable, unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[])
        AS told(id, subject, key, payload)
    WHERE {IS_DURABLE}
"""  # noqa: S608 - constants


CONNECTIONS = 8
"""Per replica, at most."""
_ACQUIRE_S = 2.0
"""How long to wait for a connection when all are busy: shed load rather than pile it up."""
_STATEMENT_S = 10

_PLANNING = {
    "jit": "off",
    # else what takes an array is planned each time, which costs more than carrying it out
    "plan_cache_mode": "force_generic_plan",
}

_BEGIN_BRANCH = "BEGIN; SET LOCAL lock_timeout = '800ms'"
"""Whoever waits for the locks of a transaction in doubt may wait for ever: say no, and soon."""

_BLOCKED = (
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.OutOfMemoryError,  # how the server says `max_prepared_transactions`
)


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

    def __init__(
        self,
        url: str,
        encode: Encode,
        on_published: Callable[[], None],
        connections: int = CONNECTIONS,
    ) -> None:
        self._url = url
        self._encode = encode
        self._on_published = on_published
        self._pool = Pool(self._connect, connections, _ACQUIRE_S)
        self._application = ""

    async def open(self, application: str) -> None:
        """Connect once, to learn early that it can be done: after the fork, in the loop in use."""
        self._application = application
        self._pool.release(await self._pool.acquire())

    async def close(self) -> None:
        """Disconnect at once."""
        self._pool.terminate()

    async def _connect(self) -> Any:  # noqa: ANN401 - a driver's connection
        return await asyncpg.connect(
            self._url,
            connection_class=Session,
            server_settings={"application_name": self._application, **_PLANNING},
            command_timeout=_STATEMENT_S,
            timeout=_ACQUIRE_S,
        )

    @property
    def occupancy(self) -> Occupancy:
        """How full the pool is."""
        return self._pool.occupancy

    def longest_wait_s(self) -> float:
        """How long a statement waited for a connection, at most, since this was asked last."""
        return self._pool.longest_wait_s()

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
        async with Use(self._pool) as connection:
            begun = Transaction(connection)
            token = _transaction.set(begun)
            try:
                async with connection.transaction():
                    yield begun
                    await begun.finish()
                    await self._write_outbox(begun)
                    crash_here(Place.BEFORE_COMMIT, *begun.kinds)
            finally:
                begun.is_open = False
                _transaction.reset(token)
        crash_here(Place.AFTER_COMMIT, *begun.kinds)
        self.committed(begun)

    def committed(self, transaction: Transaction | None) -> None:
        """Do what waits for a commit; None: another process's, of which nothing is known here."""
        if transaction is None or transaction.events:
            self._on_published()
        for call in transaction.on_commit if transaction else ():
            call()

    @asynccontextmanager
    async def preparing(self, name: str) -> AsyncIterator[Transaction]:
        """A transaction that the end of the block prepares under `name`, an SQL literal.

        It then waits for `COMMIT PREPARED` and keeps its locks, without its connection and whatever
        happens to us or to the server. Raw statements: the driver's own block would want to end it.

        Raises:
            UnavailableError: somebody holds a row for too long, or too much is prepared already.
        """
        async with Use(self._pool) as connection:
            begun = Transaction(connection)
            token = _transaction.set(begun)
            try:
                await connection.execute(_BEGIN_BRANCH)
                yield begun
                await begun.finish()
                await self._write_outbox(begun)
                await connection.execute(f"PREPARE TRANSACTION {name}")
            except BaseException as error:
                await _roll_back(connection)
                if isinstance(error, _BLOCKED):
                    raise UnavailableError("promise-refused") from error
                raise
            finally:
                begun.is_open = False
                _transaction.reset(token)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the open transaction that can fail without failing the whole."""
        transaction = open_transaction()
        if transaction is None:
            msg = "a savepoint needs an open transaction"
            raise RuntimeError(msg)
        connection = await transaction.finish()
        published = len(transaction.events)
        try:
            async with connection.transaction():
                yield
                await transaction.finish()
        except BaseException:
            del transaction.events[published:]
            transaction.behind.forget()
            raise

    @asynccontextmanager
    async def alone(self, what: str) -> AsyncIterator[bool]:
        """Whether nobody else who shares this database does `what`; nobody begins meanwhile.

        A connection of its own holds the lock: it is free as soon as its holder ends, or dies.
        """
        connection = await self._connect()
        try:
            yield await connection.fetchval(_TRY_LOCK, what)
        finally:
            await connection.close()

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
        async with self._connection(statement) as connection:
            rows: Sequence[Any] = await connection.fetch(statement, *values)
            return rows

    async def fetch_one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a driver's row
        """The first row of a statement, or None."""
        async with self._connection(statement) as connection:
            return await connection.fetchrow(statement, *values)

    async def execute(self, statement: str, *values: object) -> int:
        """Run a statement and say how many rows it changed."""
        async with self._connection(statement) as connection:
            status: str = await connection.execute(statement, *values)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row, in one batch."""
        async with self._connection(statement) as connection:
            await connection.executemany(statement, list(rows))

    async def write_behind(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for all rows when the open transaction asks or ends; without one, now.

        It takes an array for each column. What is put off must do the same in any order: rows of
        one statement go to the server together, whatever came between.
        """
        transaction = open_transaction()
        if transaction is not None:
            transaction.behind.add(statement, rows)
            return
        async with self._connection(statement) as connection:
            await write(connection, statement, list(rows))

    async def gather(self, work: Callable[[Sequence[T]], Awaitable[None]], item: T) -> None:
        """Have `work` take all that the open transaction gathers for it, at the end of that.

        Without a transaction it takes the item now. The same holds as for what is written behind.
        """
        transaction = open_transaction()
        if transaction is None:
            await work([item])
        else:
            transaction.behind.gather(work, item)

    async def change(
        self, change: Change, values: Sequence[object], told: Sequence[Envelope]
    ) -> Any:  # noqa: ANN401 - a driver's row
        """Carry out a change, and tell of it where it is news. Returns its answer.

        It is a part of the open transaction; without one it is all of its own.
        """
        joined = open_transaction()
        if joined is not None:
            row = await self.fetch_one(change.untold, *values)
            joined.events.extend(told if row["is_news"] else ())
            return row
        if not told:
            return await self.fetch_one(change.untold, *values)
        kinds = [envelope.event for envelope in told]
        crash_here(Place.BEFORE_COMMIT, *kinds)
        row = await self.fetch_one(change.told, *values, *self._lines(told))
        if row["is_news"]:
            crash_here(Place.AFTER_COMMIT, *kinds)
            self._on_published()
        return row

    def _connection(self, statement: str) -> AbstractAsyncContextManager[Any]:
        """What a statement runs on: the open transaction's connection, or one from the pool."""
        transaction = open_transaction()
        return Use(self._pool) if transaction is None else _Join(transaction, statement)

    async def _write_outbox(self, transaction: Transaction) -> None:
        if transaction.events:
            await transaction.connection.execute(_WRITE_OUTBOX, *self._lines(transaction.events))

    def _lines(self, told: Sequence[Envelope]) -> Sequence[list[object]]:
        """Lines of the outbox, as columns."""
        return (
            [envelope.id for envelope in told],
            [envelope.subject for envelope in told],
            [envelope.key for envelope in told],
            [self._encode(envelope) for envelope in told],
        )


class _Join:
    """One use of the open transaction's connection."""

    __slots__ = ("_statement", "_transaction")

    def __init__(self, transaction: Transaction, statement: str) -> None:
        self._transaction = transaction
        self._statement = statement

    async def __aenter__(self) -> Any:  # noqa: ANN401 - a driver's connection
        return await self._transaction.catch_up(self._statement)

    async def __aexit__(self, *_: object) -> None:
        """The transaction goes on."""


async def _roll_back(connection: Any) -> None:  # noqa: ANN401 - a driver's connection
    """End a raw transaction; a connection that cannot is of no use to anybody."""
    try:
        await connection.execute("ROLLBACK")
    except BaseException:
        connection.terminate()
        raise
