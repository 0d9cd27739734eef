"""Records in PostgreSQL.

A record is a message. Its key and what it is looked up by are columns; the whole is one JSON
document beside them, so that a field which is added to the contract is kept without a migration.
"""

from typing import Generic

from .database import Database
from .records import R, Table


class PostgresRecords(Generic[R]):
    """Fulfils `Records`. Names come from the table's declaration, values travel as parameters."""

    def __init__(self, database: Database, table: Table[R]) -> None:
        self._database = database
        self._table = table

    async def add(self, record: R) -> bool:
        """A second one of the same key, or beside what stands alone, changes nothing."""
        return await self._insert(record, "DO NOTHING") == 1

    async def put(self, record: R) -> None:
        """The latest document wins."""
        key = ", ".join(self._table.key)
        names = (*self._table.by, "document")
        changed = ", ".join(f"{name} = excluded.{name}" for name in names)
        await self._insert(record, f"({key}) DO UPDATE SET {changed}")

    async def find(self, **fields: object) -> R | None:
        """At most one."""
        found = await self._select(1, "", fields)
        return found[0] if found else None

    async def select(
        self, limit: int = 100, *, oldest_first: bool = False, **fields: object
    ) -> list[R]:
        """In the order in which they were added, or backwards."""
        return await self._select(limit, "" if oldest_first else " DESC", fields)

    async def remove(self, **fields: object) -> bool:
        """Whatever has these values."""
        statement = f"DELETE FROM {self._table.name}{self._where(fields)}"
        return await self._database.execute(statement, *fields.values()) > 0

    async def _select(self, limit: int, direction: str, fields: dict[str, object]) -> list[R]:
        rows = await self._database.fetch(
            f"SELECT document FROM {self._table.name}{self._where(fields)}"
            f" ORDER BY entry{direction} LIMIT ${len(fields) + 1}",
            *fields.values(),
            limit,
        )
        return [self._table.kind.model_validate_json(row["document"]) for row in rows]

    async def _insert(self, record: R, conflict: str) -> int:
        columns = self._table.columns(record)
        names = ", ".join((*columns, "document"))
        places = ", ".join(f"${place}" for place in range(1, len(columns) + 2))
        return await self._database.execute(
            f"INSERT INTO {self._table.name} ({names}) VALUES ({places}) ON CONFLICT {conflict}",
            *columns.values(),
            record.model_dump_json(),
        )

    def _where(self, fields: dict[str, object]) -> str:
        tests = " AND ".join(f"{name} = ${place}" for place, name in enumerate(fields, 1))
        return f" WHERE {tests}" if tests else ""
