"""The tables of permissions."""

from collections.abc import Iterable
from uuid import UUID

from labs.commerce.modules.permissions.api import Grants
from labs.commerce.platform.database import Database


class PermissionsStore:
    """Grants by user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def grants(self, user_id: UUID) -> Grants | None:
        """What was granted to a user, if anything was."""
        row = await self._database.fetch_one(
            "SELECT roles, tier FROM permissions.grants WHERE user_id = $1", user_id
        )
        return None if row is None else Grants(roles=row["roles"], tier=row["tier"])

    async def put(self, rows: Iterable[tuple[UUID, list[str], str]]) -> None:
        """Set users' grants."""
        await self._database.execute_many(
            "INSERT INTO permissions.grants (user_id, roles, tier) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id) DO UPDATE SET roles = excluded.roles, tier = excluded.tier",
            rows,
        )
