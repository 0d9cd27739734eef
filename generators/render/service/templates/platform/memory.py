"""Everything in memory: for tests, and for a store that has no adapter yet."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Generic
from uuid import UUID

from .messages import Envelope
from .records import R, Table
from .transactions import Transaction, entered, open_transaction


def _nothing() -> None:
    """Nobody wants to be told."""


class MemoryStore:
    """Fulfils `Store` but for one thing: of what failed, records are not undone."""

    def __init__(self) -> None:
        self.on_commit = _nothing
        self.outbox: list[Envelope] = []
        self._handled: dict[tuple[str, UUID], datetime] = {}

    async def open(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    def records(self, table: Table[R]) -> "MemoryRecords[R]":
        """Gone with the process."""
        return MemoryRecords(table)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Events and marks are kept where nothing is raised."""
        if (outer := open_transaction()) is not None:
            yield outer
            return
        transaction, marks = Transaction(), dict(self._handled)
        leave = entered(transaction)
        try:
            yield transaction
        except BaseException:
            self._handled = marks
            raise
        finally:
            leave()
        if transaction.events:
            self.outbox += transaction.events
            self.on_commit()

    async def one_at_a_time(self, key: str) -> None:
        """Nothing in memory waits, so nobody comes between."""

    async def answers(self) -> bool:
        """Memory is always there."""
        return True

    async def waiting_events(self) -> int:
        """The length of the outbox."""
        return len(self.outbox)

    async def oldest_events(self, limit: int) -> list[Envelope]:
        """The first."""
        return self.outbox[:limit]

    async def forget_events(self, events: list[Envelope]) -> None:
        """Take them out of the outbox."""
        self.outbox = [event for event in self.outbox if event not in events]

    async def mark_handled(self, consumer: str, event: Envelope) -> bool:
        """Remembered as long as the process lives."""
        fresh = (consumer, event.id) not in self._handled
        self._handled.setdefault((consumer, event.id), datetime.now(UTC))
        return fresh

    async def forget_handled(self, before: datetime) -> None:
        """By their age."""
        self._handled = {mark: at for mark, at in self._handled.items() if at >= before}


class MemoryRecords(Generic[R]):
    """Fulfils `Records`."""

    def __init__(self, table: Table[R]) -> None:
        self._table = table
        self._records: list[R] = []

    async def add(self, record: R) -> bool:
        """As the table's constraints have it."""
        together = [fields for fields in (self._table.key, self._table.alone) if fields]
        taken = any(_alike(record, other, fields) for other in self._records for fields in together)
        if not taken:
            self._records.append(record)
        return not taken

    async def put(self, record: R) -> None:
        """In the place of the one of its key."""
        for place, other in enumerate(self._records):
            if _alike(record, other, self._table.key):
                self._records[place] = record
                return
        self._records.append(record)

    async def find(self, **fields: object) -> R | None:
        """At most one."""
        return next((record for record in self._records if _has(record, fields)), None)

    async def select(
        self, limit: int = 100, *, oldest_first: bool = False, **fields: object
    ) -> list[R]:
        """In the order in which they were added, or backwards."""
        ordered = self._records if oldest_first else reversed(self._records)
        return [record for record in ordered if _has(record, fields)][:limit]

    async def remove(self, **fields: object) -> bool:
        """Whatever has these values."""
        before = len(self._records)
        self._records = [record for record in self._records if not _has(record, fields)]
        return len(self._records) < before


def _has(record: object, fields: dict[str, object]) -> bool:
    return all(getattr(record, name) == value for name, value in fields.items())


def _alike(one: object, other: object, fields: tuple[str, ...]) -> bool:
    return _has(one, {name: getattr(other, name) for name in fields})
