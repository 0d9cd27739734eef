"""The tables of credentials and password resets."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database


class AuthenticationStore:
    """Credentials, and the tokens that allow to replace them."""

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

    async def of_user(self, user_id: UUID) -> tuple[str, str] | None:
        """The e-mail address and password hash of a user."""
        row = await self._database.fetch_one(
            "SELECT email, password_hash FROM authentication.credentials WHERE user_id = $1",
            user_id,
        )
        return None if row is None else (row["email"], row["password_hash"])

    async def set_password(self, user_id: UUID, password_hash: str) -> str:
        """Replace a user's password, and say what address they sign in with."""
        row = await self._database.fetch_one(
            "UPDATE authentication.credentials SET password_hash = $2 WHERE user_id = $1"
            " RETURNING email",
            user_id,
            password_hash,
        )
        return str(row["email"])

    async def add_reset(self, token_hash: bytes, user_id: UUID, expires_at: datetime) -> None:
        """Remember a reset token by its hash."""
        await self._database.execute(
            "INSERT INTO authentication.password_resets (token_hash, user_id, expires_at)"
            " VALUES ($1, $2, $3)",
            token_hash,
            user_id,
            expires_at,
        )

    async def reset(self, token_hash: bytes, now: datetime) -> UUID | None:
        """Whose password a token may replace now."""
        row = await self._database.fetch_one(
            "SELECT user_id FROM authentication.password_resets"
            " WHERE token_hash = $1 AND expires_at > $2",
            token_hash,
            now,
        )
        return None if row is None else row["user_id"]

    async def take_reset(self, token_hash: bytes) -> bool:
        """Use a reset token up. False when somebody did."""
        return bool(
            await self._database.execute(
                "DELETE FROM authentication.password_resets WHERE token_hash = $1", token_hash
            )
        )

    async def drop_resets(self, user_id: UUID) -> None:
        """Make every reset token of a user worthless."""
        await self._database.execute(
            "DELETE FROM authentication.password_resets WHERE user_id = $1", user_id
        )

    async def forget_resets(self, now: datetime) -> None:
        """Remove the reset tokens that have run out."""
        await self._database.execute(
            "DELETE FROM authentication.password_resets WHERE expires_at <= $1", now
        )
