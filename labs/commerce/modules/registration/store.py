"""The tables of registration."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from labs.commerce.modules.registration.api import Account
from labs.commerce.platform.database import Database

_ATTEMPT_LASTS = timedelta(seconds=5)
"""Until then an unfinished attempt holds its address; afterwards the next one may take over."""


class RegistrationStore:
    """Accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, user_id: UUID, email: str, name: str, at: datetime) -> UUID | None:
        """Take an e-mail address for a new account.

        Returns the account's user, which is another one when an earlier attempt got stuck halfway;
        None when the address is taken.
        """
        row = await self._database.fetch_one(
            "INSERT INTO registration.accounts (user_id, email, name, status, at)"
            " VALUES ($1, $2, $3, 'PENDING', $4)"
            " ON CONFLICT (email) DO UPDATE SET name = excluded.name, at = excluded.at"
            " WHERE accounts.status = 'PENDING' AND accounts.at < $5 RETURNING user_id",
            user_id,
            email,
            name,
            at,
            at - _ATTEMPT_LASTS,
        )
        return None if row is None else row["user_id"]

    async def open(self, user_id: UUID) -> bool:
        """Open a pending account. False when it was open already."""
        return bool(
            await self._database.execute(
                "UPDATE registration.accounts SET status = 'OPEN'"
                " WHERE user_id = $1 AND status = 'PENDING'",
                user_id,
            )
        )

    async def count(self) -> int:
        """The number of open accounts."""
        row = await self._database.fetch_one(
            "SELECT count(*) AS n FROM registration.accounts WHERE status = 'OPEN'"
        )
        return int(row["n"])

    async def alike(self, text: str, limit: int) -> list[Account]:
        """Open accounts whose address or name holds a text."""
        rows = await self._database.fetch(
            "SELECT user_id, email, name FROM registration.accounts WHERE status = 'OPEN'"
            " AND (strpos(email, lower($1)) > 0 OR strpos(lower(name), lower($1)) > 0)"
            " ORDER BY email LIMIT $2",
            text,
            limit,
        )
        return [Account(**row) for row in rows]

    async def put(self, rows: Iterable[tuple[UUID, str, str, datetime]]) -> None:
        """Add open accounts."""
        await self._database.execute_many(
            "INSERT INTO registration.accounts (user_id, email, name, status, at)"
            " VALUES ($1, $2, $3, 'OPEN', $4)",
            rows,
        )
