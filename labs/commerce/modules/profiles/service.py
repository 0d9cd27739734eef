"""Keeping what customers say about themselves."""

from uuid import UUID

from labs.commerce.modules.profiles.api import (
    FoundProfiles,
    Profile,
    ProfileChanged,
    ProfilesOf,
)
from labs.commerce.modules.profiles.store import ProfilesStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Language
from labs.commerce.seed.people import people

NAME_MAX = 100


class ProfilesService:
    """Fulfils the contract of profiles."""

    def __init__(self, database: Database, store: ProfilesStore, outbox: Outbox) -> None:
        self._database = database
        self._store = store
        self._outbox = outbox

    async def find_all(self, message: ProfilesOf) -> FoundProfiles:
        """Users' profiles."""
        return FoundProfiles(profiles=await self._store.find_all(message.user_ids))

    async def find(self, user_id: UUID) -> Profile:
        """A user's profile.

        Raises:
            NotFoundError: there is none, or none yet.
        """
        found = await self._store.find_all([user_id])
        if not found:
            raise _unknown(user_id)
        return found[0]

    async def open(self, user_id: UUID, email: str, name: str, language: Language) -> None:
        """Start a profile with what the registration knows."""
        await self._store.add([Profile(user_id=user_id, email=email, name=name, language=language)])

    async def change(self, user_id: UUID, name: str, language: Language) -> Profile:
        """Change a profile."""
        if len(name) > NAME_MAX:
            raise InvalidError("name-too-long", limit=NAME_MAX)
        async with self._database.transaction():
            profile = await self._store.change(user_id, name, language)
            if profile is None:
                raise _unknown(user_id)
            self._outbox.publish(
                ProfileChanged(user_id=user_id, email=profile.email, name=name, language=language)
            )
        return profile

    async def seed(self, seed: int) -> None:
        """Add the demonstration accounts' profiles."""
        await self._store.add(
            Profile(user_id=p.user_id, email=p.email, name=p.name) for p in people(seed)
        )


def _unknown(user_id: UUID) -> NotFoundError:
    return NotFoundError("profile-unknown", userId=str(user_id))
