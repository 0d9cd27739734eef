"""PostgreSQL as the store: the database, brought to the service's schema."""

from importlib.resources.abc import Traversable

from .database import Database
from .migrating import migrate
from .postgres_records import PostgresRecords
from .records import R, Table


class PostgresStore(Database):
    """Fulfils `Store`."""

    def __init__(self, url: str, migrations: Traversable) -> None:
        super().__init__(url)
        self._migrations = migrations

    async def open(self) -> None:
        """Connect, and migrate what was not migrated yet."""
        await super().open()
        await migrate(self, self._migrations)

    def records(self, table: Table[R]) -> PostgresRecords[R]:
        """In the table of that name, which a migration makes."""
        return PostgresRecords(self, table)
