"""The tables of authentication."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database


class AuthenticationStore:
    """Credentials and sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_credentials(self, rows: Iterable[tuple[str, UUID, str]]) -> None:
        """Set credentials: e-mail address, user, password hash."""
        await self._database.execute_many(
            "INSERT INTO authentication.credentials (email, user_id, password_hash)"
            " VALUES ($1, $2, $3) ON CONFLICT (email) DO UPDATE"
            " SET password_hash = excluded.password_hash"
            " WHERE credentials.user_id = excluded.user_id",
            rows,
        )

    async def credentials(self, email: str) -> tuple[UUID, str] | None:
        """The user and password hash of an e-mail address."""
        row = await self._database.fetch_one(
            "SELECT user_id, password_hash FROM authentication.credentials WHERE email = $1", email
        )
        return None if row is None else (row["user_id"], row["password_hash"])

    async def open_session(self, refresh_hash: bytes, user_id: UUID, expires_at: datetime) -> None:
        """Remember a refresh token by its hash."""
        await self._database.execute(
            "INSERT INTO authentication.sessions (refresh_hash, user_id, expires_at)"
            " VALUES ($1, $2, $3)",
            refresh_hash,
            user_id,
            expires_at,
        )

    async def take_session(self, refresh_hash: bytes, now: datetime) -> UUID | None:
        """End a session that has not expired and say whose it was."""
        row = await self._database.fetch_one(
            "DELETE FROM authentication.sessions WHERE refresh_hash = $1 AND expires_at > $2"
            " RETURNING user_id",
            refresh_hash,
            now,
        )
        return None if row is None else row["user_id"]

    async def end_sessions(self, user_id: UUID) -> None:
        """End every session of a user."""
        await self._database.execute(
            "DELETE FROM authentication.sessions WHERE user_id = $1", user_id
        )
