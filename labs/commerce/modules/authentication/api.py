"""The contract of authentication."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.contract import idempotent
from labs.commerce.platform.messages import Message, Nothing


class Enrol(Message, frozen=True):
    """Gives a user the means to sign in. The password itself never travels between modules."""

    user_id: UUID
    email: str
    password_hash: str


class Authentication(Protocol):
    """Knows who can prove to be whom."""

    @idempotent
    async def enrol(self, message: Enrol) -> Nothing:
        """Let a user sign in by this e-mail address and password hash."""
        ...
