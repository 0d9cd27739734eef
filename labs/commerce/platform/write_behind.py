"""Statements that can wait for the end of their transaction: one journey to the server for many."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

Row = Sequence[object]


class WriteBehind:
    """Rows by the statement that writes them."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}

    def add(self, statement: str, rows: Iterable[Row]) -> None:
        """Remember rows; those of one statement keep their order."""
        self._rows.setdefault(statement, []).extend(rows)

    def forget(self) -> None:
        """What is remembered belongs to something that was rolled back."""
        self._rows.clear()

    async def flush(self, connection: Any, before: str = "") -> None:  # noqa: ANN401 - a driver's connection
        """Write what is remembered: all, or what the statement `before` could miss."""
        for statement in [known for known in self._rows if not _are_apart(known, before)]:
            await connection.executemany(statement, self._rows.pop(statement))


def _are_apart(statement: str, other: str) -> bool:
    """Whether two statements name tables, and of different modules."""
    one, two = _schemas(statement), _schemas(other)
    return bool(one and two) and one.isdisjoint(two)


@lru_cache(maxsize=1024)
def _schemas(statement: str) -> frozenset[str]:
    """A module's tables have a schema of their own."""
    return frozenset(re.findall(r"\b(?:INTO|UPDATE|FROM|JOIN)\s+(\w+)\.\w", statement))
