"""The table of payment methods."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.platform.database import Database


@dataclass(frozen=True, slots=True)
class Method:
    """A payment method on file: the provider's token, and whose it is."""

    token: str
    user_id: UUID | None
    """None: everybody may use it."""
    last4: str

    def may_be_used_by(self, user_id: UUID) -> bool:
        """Whether a customer may pay with it."""
        return self.user_id in (None, user_id)


class MethodStore:
    """Payment methods."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, methods: Iterable[Method]) -> None:
        """Keep payment methods. One that is on file already stays whose it is."""
        await self._database.execute_many(
            "INSERT INTO payments.methods (token, user_id, last4) VALUES ($1, $2, $3)"
            " ON CONFLICT (token) DO NOTHING",
            [(m.token, m.user_id, m.last4) for m in methods],
        )

    async def find(self, token: str) -> Method | None:
        """A payment method."""
        row = await self._database.fetch_one(
            "SELECT token, user_id, last4 FROM payments.methods WHERE token = $1", token
        )
        return None if row is None else Method(**row)

    async def of_user(self, user_id: UUID) -> list[Method]:
        """A customer's own payment methods."""
        rows = await self._database.fetch(
            "SELECT token, user_id, last4 FROM payments.methods WHERE user_id = $1 ORDER BY token",
            user_id,
        )
        return [Method(**row) for row in rows]
