"""The tables of notifications."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from labs.commerce.modules.notifications.kinds import MAILED, ONLY_MAILED
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message


class Letter(Message, frozen=True, kw_only=True):
    """One message to a customer, in a client's words or in ours."""

    letter: int
    kind: str
    params: dict[str, str | int]
    at: datetime


class Preferences(Message, frozen=True, kw_only=True):
    """How a customer wants to hear from the shop."""

    email: bool = True
    push: bool = True


class NotificationsStore:
    """The letters of every customer, and how they want them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def put(
        self,
        event_id: UUID,
        user_id: UUID,
        kind: str,
        params: Mapping[str, str | int],
        at: datetime,
    ) -> None:
        """Write a letter; one per event."""
        row = (
            event_id,
            user_id,
            kind,
            msgspec.json.encode(params).decode(),
            at,
            kind not in ONLY_MAILED,
            "WAITING" if kind in MAILED else "NONE",
        )
        await self.database.write_behind(
            "INSERT INTO notifications.mailbox (event_id, user_id, kind, params, at, shown, mail)"
            " SELECT event_id, user_id, kind, params::jsonb, at, shown, mail"
            " FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[],"
            " $6::bool[], $7::text[]) AS told (event_id, user_id, kind, params, at, shown, mail)"
            " ON CONFLICT (event_id, user_id) DO NOTHING",
            [row],
        )

    async def letters(self, user_id: UUID, limit: int) -> list[Letter]:
        """A customer's latest letters."""
        rows = await self.database.fetch(
            "SELECT letter, kind, params::text AS params, at FROM notifications.mailbox"
            " WHERE user_id = $1 AND shown ORDER BY letter DESC LIMIT $2",
            user_id,
            limit,
        )
        return [_letter(row) for row in rows]

    async def letters_after(self, user_id: UUID, letter: int, limit: int) -> list[Letter]:
        """A customer's letters since one of them, the oldest first."""
        rows = await self.database.fetch(
            "SELECT letter, kind, params::text AS params, at FROM notifications.mailbox"
            " WHERE user_id = $1 AND shown AND letter > $2 ORDER BY letter LIMIT $3",
            user_id,
            letter,
            limit,
        )
        return [_letter(row) for row in rows]

    async def preferences(self, user_id: UUID) -> Preferences:
        """What a customer wants; everything, until they say otherwise."""
        row = await self.database.fetch_one(
            "SELECT email, push FROM notifications.preferences WHERE user_id = $1", user_id
        )
        return Preferences(**row) if row is not None else Preferences()

    async def prefer(self, user_id: UUID, preferences: Preferences) -> None:
        """Remember what a customer wants."""
        await self.database.execute(
            "INSERT INTO notifications.preferences (user_id, email, push) VALUES ($1, $2, $3)"
            " ON CONFLICT (user_id) DO UPDATE SET email = $2, push = $3",
            user_id,
            preferences.email,
            preferences.push,
        )


def _letter(row: Mapping[str, object]) -> Letter:
    return msgspec.convert(
        {**row, "params": msgspec.json.decode(str(row["params"]))}, type=Letter, strict=True
    )
