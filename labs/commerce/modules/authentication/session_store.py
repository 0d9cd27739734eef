"""The tables of sessions and refresh tokens."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from labs.commerce.platform.database import Database


class Lineage(NamedTuple):
    """Where a refresh token comes from."""

    session: UUID
    user_id: UUID
    ends_at: datetime
    """The session's end, however often it is renewed."""


class SessionStore:
    """Sessions, each with the refresh tokens that descend from its sign-in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, lineage: Lineage) -> None:
        """Add a session."""
        await self._database.execute(
            "INSERT INTO authentication.sessions (session, user_id, ends_at) VALUES ($1, $2, $3)",
            *lineage,
        )

    async def add_token(self, token_hash: bytes, session: UUID, expires_at: datetime) -> None:
        """Add a session's next refresh token."""
        await self._database.execute(
            "INSERT INTO authentication.refresh_tokens (token_hash, session, expires_at)"
            " VALUES ($1, $2, $3)",
            token_hash,
            session,
            expires_at,
        )

    async def lineage(self, token_hash: bytes, now: datetime) -> Lineage | None:
        """Where a refresh token comes from, used or not; None when unknown, expired or ended."""
        row = await self._database.fetch_one(
            "SELECT session, user_id, ends_at FROM authentication.refresh_tokens"
            " JOIN authentication.sessions USING (session)"
            " WHERE token_hash = $1 AND expires_at > $2",
            token_hash,
            now,
        )
        return None if row is None else Lineage(*row)

    async def hold(self, session: UUID) -> bool:
        """Keep others from renewing or ending a session until the transaction ends.

        False when it has ended.
        """
        row = await self._database.fetch_one(
            "SELECT 1 FROM authentication.sessions WHERE session = $1 FOR UPDATE", session
        )
        return row is not None

    async def use(self, token_hash: bytes, now: datetime) -> bool:
        """Use a refresh token. False when it was used before."""
        return bool(
            await self._database.execute(
                "UPDATE authentication.refresh_tokens SET used_at = $2"
                " WHERE token_hash = $1 AND used_at IS NULL",
                token_hash,
                now,
            )
        )

    async def was_just_used(self, token_hash: bytes, successor: bytes, since: datetime) -> bool:
        """Whether a token's only use was after `since`, and its successor still waits for one."""
        row = await self._database.fetch_one(
            "SELECT 1 FROM authentication.refresh_tokens used, authentication.refresh_tokens next"
            " WHERE used.token_hash = $1 AND used.used_at >= $3"
            " AND next.token_hash = $2 AND next.used_at IS NULL",
            token_hash,
            successor,
            since,
        )
        return row is not None

    async def end(self, session: UUID) -> None:
        """End a session, and with it all its refresh tokens."""
        await self._database.execute(
            "DELETE FROM authentication.sessions WHERE session = $1", session
        )

    async def end_all(self, user_id: UUID, but: UUID | None = None) -> None:
        """End every session of a user, except perhaps one."""
        await self._database.execute(
            "DELETE FROM authentication.sessions"
            " WHERE user_id = $1 AND session IS DISTINCT FROM $2",
            user_id,
            but,
        )

    async def forget(self, now: datetime) -> None:
        """Remove what has run out."""
        await self._database.execute(
            "DELETE FROM authentication.refresh_tokens WHERE expires_at <= $1", now
        )
        await self._database.execute(
            "DELETE FROM authentication.sessions WHERE NOT EXISTS (SELECT 1"
            " FROM authentication.refresh_tokens t WHERE t.session = sessions.session)"
        )
