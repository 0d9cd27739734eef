"""Keeping what customers say about themselves."""

from uuid import UUID

from labs.commerce.modules.profiles.api import Profile, ProfileOf
from labs.commerce.modules.profiles.store import ProfilesStore
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.seed.people import people

LANGUAGES = ("ru", "en")
NAME_MAX = 100


class ProfilesService:
    """Fulfils the contract of profiles."""

    def __init__(self, store: ProfilesStore) -> None:
        self._store = store

    async def find(self, message: ProfileOf) -> Profile:
        """A user's profile."""
        profile = await self._store.find(message.user_id)
        if profile is None:
            raise NotFoundError("profile-unknown", userId=str(message.user_id))
        return profile

    async def open(self, user_id: UUID, email: str, name: str) -> None:
        """Start a profile with what the registration knows."""
        await self._store.add([Profile(user_id=user_id, email=email, name=name)])

    async def change(self, user_id: UUID, name: str, language: str) -> Profile:
        """Change a profile."""
        if language not in LANGUAGES:
            raise InvalidError("language-unknown", language=language, known=list(LANGUAGES))
        if len(name) > NAME_MAX:
            raise InvalidError("name-too-long", limit=NAME_MAX)
        await self._store.change(user_id, name, language)
        return await self.find(ProfileOf(user_id=user_id))

    async def seed(self, seed: int) -> None:
        """Add the demonstration accounts' profiles."""
        await self._store.add(
            Profile(user_id=p.user_id, email=p.email, name=p.name) for p in people(seed)
        )
