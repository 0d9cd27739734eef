"""The contract of permissions."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message


class RolesOf(Message, frozen=True):
    """Asks what a user may do."""

    user_id: UUID


class Grants(Message, frozen=True):
    """What a user may do."""

    roles: list[str]
    tier: str
    """`free`, `premium` or `enterprise`: the gateway's rate limits go by it."""


class PermissionsChanged(Event, frozen=True):
    """A user's roles or tier are different now; tokens issued before keep the old ones."""

    user_id: UUID
    roles: list[str]
    tier: str


class Permissions(Protocol):
    """Knows roles and tiers."""

    @idempotent
    async def roles_of(self, message: RolesOf) -> Grants:
        """A user's roles and tier; a user never heard of is a customer of the free tier."""
        ...
