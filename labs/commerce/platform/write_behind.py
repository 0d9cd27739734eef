"""Statements that can wait for the end of their transaction: one journey to the server for many."""

from collections.abc import Iterable, Sequence
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

    async def flush(self, connection: Any) -> None:  # noqa: ANN401 - a driver's connection
        """Write what is remembered."""
        while self._rows:
            statement = next(iter(self._rows))
            await connection.executemany(statement, self._rows.pop(statement))
