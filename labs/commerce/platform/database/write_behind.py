"""What can wait for the end of its transaction: one journey to the server for many."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

Row = Sequence[object]

Work = Callable[[Sequence[Any]], Awaitable[None]]
"""Takes all that was gathered for it."""


class WriteBehind:
    """Rows by the statement that writes them, and whatever else by the work that takes it."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._gathered: dict[Work, list[Any]] = {}

    def add(self, statement: str, rows: Iterable[Row]) -> None:
        """Remember rows; those of one statement keep their order."""
        self._rows.setdefault(statement, []).extend(rows)

    def gather(self, work: Work, item: Any) -> None:  # noqa: ANN401 - the work types it
        """Remember something to be worked on."""
        self._gathered.setdefault(work, []).append(item)

    def forget(self) -> None:
        """What is remembered belongs to something that was rolled back."""
        self._rows.clear()
        self._gathered.clear()

    async def work(self) -> None:
        """Work on what was gathered, and on what that gathers."""
        while self._gathered:
            work, items = self._gathered.popitem()
            await work(items)

    async def flush(self, connection: Any, before: str = "") -> None:  # noqa: ANN401 - a driver's connection
        """Write what is remembered: all, or what the statement `before` could miss."""
        for statement in [known for known in self._rows if not _are_apart(known, before)]:
            await write(connection, statement, self._rows.pop(statement))


async def write(connection: Any, statement: str, rows: Sequence[Row]) -> None:  # noqa: ANN401 - a driver's connection
    """Run a statement that takes an array for each column; nothing where there are no rows."""
    if rows:
        await connection.execute(statement, *map(list, zip(*rows, strict=True)))


def _are_apart(statement: str, other: str) -> bool:
    """Whether two statements name tables, and of different modules."""
    one, two = _schemas(statement), _schemas(other)
    return bool(one and two) and one.isdisjoint(two)


@lru_cache(maxsize=1024)
def _schemas(statement: str) -> frozenset[str]:
    """A module's tables have a schema of their own."""
    return frozenset(re.findall(r"\b(?:INTO|UPDATE|FROM|JOIN)\s+(\w+)\.\w", statement))
