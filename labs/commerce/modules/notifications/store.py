"""The tables of notifications."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message


class Letter(Message, frozen=True, kw_only=True):
    """One message to a customer; the client puts it into words."""

    letter: int
    kind: str
    params: dict[str, str | int]
    at: datetime


class NotificationsStore:
    """The mailbox of every customer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(
        self,
        event_id: UUID,
        user_id: UUID,
        kind: str,
        params: Mapping[str, str | int],
        at: datetime,
    ) -> None:
        """Put a letter into a mailbox; one per event."""
        await self._database.execute(
            "INSERT INTO notifications.mailbox (event_id, user_id, kind, params, at)"
            " VALUES ($1, $2, $3, $4::text::jsonb, $5) ON CONFLICT (event_id, user_id) DO NOTHING",
            event_id,
            user_id,
            kind,
            msgspec.json.encode(params).decode(),
            at,
        )

    async def letters(self, user_id: UUID, limit: int) -> list[Letter]:
        """A customer's latest letters."""
        rows = await self._database.fetch(
            "SELECT letter, kind, params::text AS params, at FROM notifications.mailbox"
            " WHERE user_id = $1 ORDER BY letter DESC LIMIT $2",
            user_id,
            limit,
        )
        return [Letter(**{**row, "params": msgspec.json.decode(row["params"])}) for row in rows]
