"""The contract of registration."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.contract import idempotent
from labs.commerce.platform.messages import Event, Language, Message, Nothing


class UserRegistered(Event, frozen=True):
    """Somebody opened an account."""

    user_id: UUID
    email: str
    name: str
    language: Language = "en"


class AccountCount(Message, frozen=True):
    """How many accounts there are."""

    accounts: int


class Registration(Protocol):
    """Knows which accounts exist."""

    @idempotent
    async def count(self, message: Nothing) -> AccountCount:
        """The number of open accounts."""
        ...
