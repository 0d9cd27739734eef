"""The contract of profiles."""

from typing import Annotated, Protocol
from uuid import UUID

import msgspec

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Language, Message

PROFILES_MAX = 100


class ProfilesOf(Message, frozen=True):
    """Asks about users."""

    user_ids: Annotated[list[UUID], msgspec.Meta(max_length=PROFILES_MAX)]


class Profile(Message, frozen=True):
    """What a user says about themselves."""

    user_id: UUID
    email: str
    name: str
    language: Language = "en"
    """What the shop writes to them in."""


class FoundProfiles(Message, frozen=True):
    """What is known of users."""

    profiles: list[Profile]


class ProfileChanged(Event, frozen=True):
    """A user says something else about themselves now: all of it."""

    user_id: UUID
    email: str
    name: str
    language: Language


class Profiles(Protocol):
    """Knows who customers are."""

    @idempotent
    async def find_all(self, message: ProfilesOf) -> FoundProfiles:
        """Users' profiles, without those that are not there yet: they follow registrations."""
        ...
