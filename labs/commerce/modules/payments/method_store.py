"""The table of payment methods."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.platform.database import Database

_REMEMBERED = 1000
"""Payment methods that a replica need not read again."""


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
        self._known: dict[str, Method] = {}

    async def put(self, methods: Iterable[Method]) -> None:
        """Keep payment methods. One that is on file already stays whose it is."""
        await self._database.execute_many(
            "INSERT INTO payments.methods (token, user_id, last4) VALUES ($1, $2, $3)"
            " ON CONFLICT (token) DO NOTHING",
            [(m.token, m.user_id, m.last4) for m in methods],
        )

    async def find(self, token: str) -> Method | None:
        """A payment method. What is on file stays as it is, so it is read only once."""
        known = self._known.get(token)
        if known is None:
            row = await self._database.fetch_one(
                "SELECT token, user_id, last4 FROM payments.methods WHERE token = $1", token
            )
            if row is None:
                return None
            known = self._remembered(Method(**row))
        return known

    async def of_user(self, user_id: UUID) -> list[Method]:
        """A customer's own payment methods."""
        rows = await self._database.fetch(
            "SELECT token, user_id, last4 FROM payments.methods WHERE user_id = $1 ORDER BY token",
            user_id,
        )
        return [Method(**row) for row in rows]

    def _remembered(self, method: Method) -> Method:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[method.token] = method
        return method
