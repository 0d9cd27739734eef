"""The tables of profiles."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from labs.commerce.modules.profiles.api import Profile
from labs.commerce.platform.database import Database


class ProfilesStore:
    """Profiles by user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_all(self, user_ids: Sequence[UUID]) -> list[Profile]:
        """Users' profiles, as far as there are any."""
        rows = await self._database.fetch(
            "SELECT user_id, email, name, language FROM profiles.profiles"
            " WHERE user_id = ANY($1::uuid[])",
            user_ids,
        )
        return [Profile(**row) for row in rows]

    async def add(self, profiles: Iterable[Profile]) -> None:
        """Add profiles; those that are there stay as they are."""
        await self._database.execute_many(
            "INSERT INTO profiles.profiles (user_id, email, name, language)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT (user_id) DO NOTHING",
            [(p.user_id, p.email, p.name, p.language) for p in profiles],
        )

    async def change(self, user_id: UUID, name: str, language: str) -> Profile | None:
        """Change a profile; None when there is none."""
        row = await self._database.fetch_one(
            "UPDATE profiles.profiles SET name = $2, language = $3 WHERE user_id = $1"
            " RETURNING user_id, email, name, language",
            user_id,
            name,
            language,
        )
        return None if row is None else Profile(**row)
