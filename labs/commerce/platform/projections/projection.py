"""Tables that are made of events and of nothing else: they can be made anew while they serve."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from labs.commerce.platform.events import Handlers


class Statements(Protocol):
    """Runs statements."""

    async def fetch(self, statement: str, *values: object) -> Sequence[Any]:
        """All rows of a statement."""
        ...

    async def fetch_one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a driver's row
        """The first row of a statement, or None."""
        ...

    async def execute(self, statement: str, *values: object) -> int:
        """Run a statement and say how many rows it changed."""
        ...

    async def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row, in one batch."""
        ...

    async def write_behind(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for all rows, an array for each column, by the transaction's end."""
        ...


@dataclass(frozen=True, slots=True)
class Projection:
    """A schema that only these handlers write to, each of them safe to repeat.

    What they write depends on the event and on `happened_at`, and on nothing else.
    """

    schema: str
    script: str
    """SQL that creates the schema's tables."""
    handlers: Callable[[Statements], Handlers]
    """The handlers, writing by what they are given."""

    @property
    def building(self) -> str:
        """The schema that the next state is built in."""
        return f"{self.schema}_building"

    @property
    def retired(self) -> str:
        """The schema that served until the last rebuild."""
        return f"{self.schema}_retired"

    def build_script(self) -> str:
        """SQL that creates the tables beside those that serve."""
        return _renamed(self.script, self.schema, self.building)


@dataclass(frozen=True, slots=True)
class Diverted:
    """Statements on the tables that serve, run on those that are being built."""

    database: Statements
    projection: Projection

    async def fetch(self, statement: str, *values: object) -> Sequence[Any]:
        """All rows of a statement."""
        return await self.database.fetch(self._there(statement), *values)

    async def fetch_one(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - a driver's row
        """The first row of a statement, or None."""
        return await self.database.fetch_one(self._there(statement), *values)

    async def execute(self, statement: str, *values: object) -> int:
        """Run a statement and say how many rows it changed."""
        return await self.database.execute(self._there(statement), *values)

    async def execute_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row, in one batch."""
        await self.database.execute_many(self._there(statement), rows)

    async def write_behind(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for all rows, an array for each column, by the transaction's end."""
        await self.database.write_behind(self._there(statement), rows)

    def _there(self, statement: str) -> str:
        return _renamed(statement, self.projection.schema, self.projection.building)


@cache
def _renamed(sql: str, schema: str, other: str) -> str:
    return re.sub(rf"\b{schema}\b", other, sql)
