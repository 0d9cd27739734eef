"""The contract of registration."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
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


class Account(Message, frozen=True, kw_only=True):
    """An open account."""

    user_id: UUID
    email: str
    name: str


class AccountsLike(Message, frozen=True):
    """Asks for accounts whose address or name holds a text."""

    text: str
    limit: int


class AccountList(Message, frozen=True):
    """Several accounts, by address."""

    accounts: list[Account]


class Registration(Protocol):
    """Knows which accounts exist."""

    @idempotent
    async def count(self, message: Nothing) -> AccountCount:
        """The number of open accounts."""
        ...

    @idempotent
    async def alike(self, message: AccountsLike) -> AccountList:
        """Open accounts that look like what is asked for."""
        ...
