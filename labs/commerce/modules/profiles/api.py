"""The contract of profiles."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.contract import idempotent
from labs.commerce.platform.messages import Event, Language, Message


class ProfileOf(Message, frozen=True):
    """Asks about a user."""

    user_id: UUID


class Profile(Message, frozen=True):
    """What a user says about themselves."""

    user_id: UUID
    email: str
    name: str
    language: Language = "en"
    """What the shop writes to them in."""


class ProfileChanged(Event, frozen=True):
    """A user says something else about themselves now: all of it."""

    user_id: UUID
    email: str
    name: str
    language: Language


class Profiles(Protocol):
    """Knows who customers are."""

    @idempotent
    async def find(self, message: ProfileOf) -> Profile:
        """A user's profile.

        Raises:
            NotFoundError: there is none, or none yet: profiles follow registrations.
        """
        ...
