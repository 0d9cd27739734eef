"""The contract of authentication."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.identity.keys import KeySet
from labs.commerce.platform.messages import Event, Message, Nothing

RESET_SEAL = "password-reset"
"""What `PasswordResetRequested.sealed_token` is sealed for (`platform.sealing`)."""


class Enrol(Message, frozen=True):
    """Gives a user the means to sign in. The password itself never travels between modules."""

    user_id: UUID
    email: str
    password_hash: str


class PasswordResetAsked(Event, frozen=True):
    """Somebody typed an address into the form for forgotten passwords; it may be nobody's."""

    email: str


class PasswordResetRequested(Event, frozen=True):
    """A user may set a new password, if they can read this mail.

    The token is sealed, since outbox, broker and dead letters keep what they carry: whoever writes
    the mail opens it, at the last moment, and keeps it nowhere.
    """

    user_id: UUID
    email: str
    sealed_token: str
    expires_at: datetime


class PasswordChanged(Event, frozen=True):
    """A user has a new password; every session that began with the old one is over."""

    user_id: UUID
    email: str


class Authentication(Protocol):
    """Knows who can prove to be whom."""

    @idempotent
    async def enrol(self, message: Enrol) -> Nothing:
        """Let a user sign in by this e-mail address and password hash."""
        ...

    @idempotent
    async def keys(self, message: Nothing) -> KeySet:
        """What verifies access tokens."""
        ...
