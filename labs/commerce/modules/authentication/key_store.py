"""The table of signing keys."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from labs.commerce.platform.database import Database

_LOCK = 7_241_003
"""Advisory lock key: of replicas that would rotate at once, one does."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A signing key at rest."""

    kid: str
    sealed: str
    """The private half (PEM), sealed."""
    jwk: dict[str, str]
    signs_from: datetime
    retires_at: datetime | None = None


class KeyStore:
    """Signing keys, the private halves sealed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lock(self) -> None:
        """Keep others from changing the key set until the open transaction ends."""
        await self._database.fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)

    async def live(self, now: datetime) -> list[StoredKey]:
        """Every key that has not retired, the one that signs last at the end."""
        rows = await self._database.fetch(
            "SELECT kid, sealed, jwk::text AS jwk, signs_from, retires_at"
            " FROM authentication.signing_keys WHERE retires_at IS NULL OR retires_at > $1"
            " ORDER BY signs_from",
            now,
        )
        return [StoredKey(**{**row, "jwk": msgspec.json.decode(row["jwk"])}) for row in rows]

    async def add(self, key: StoredKey) -> None:
        """Add a key."""
        await self._database.execute(
            "INSERT INTO authentication.signing_keys (kid, sealed, jwk, signs_from)"
            " VALUES ($1, $2, $3::text::jsonb, $4)",
            key.kid,
            key.sealed,
            msgspec.json.encode(key.jwk).decode(),
            key.signs_from,
        )

    async def retire(self, at: datetime) -> None:
        """Have every key retire then, unless it does so earlier."""
        await self._database.execute(
            "UPDATE authentication.signing_keys SET retires_at = $1"
            " WHERE retires_at IS NULL OR retires_at > $1",
            at,
        )

    async def forget(self, before: datetime) -> None:
        """Remove the keys that had retired by then."""
        await self._database.execute(
            "DELETE FROM authentication.signing_keys WHERE retires_at <= $1", before
        )
