"""Deciding what users may do."""

from uuid import UUID

from labs.commerce.modules.permissions.api import Grants, PermissionsChanged, RolesOf
from labs.commerce.modules.permissions.store import PermissionsStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.events import Outbox
from labs.commerce.seed.people import TIERS, people

ROLES = frozenset({"customer", "moderator", "warehouse", "admin"})
"""Customers buy; moderators judge reviews; the warehouse sees stock and moves parcels."""

_NEWCOMER = Grants(roles=["customer"], tier="free")


class PermissionsService:
    """Fulfils the contract of permissions."""

    def __init__(self, database: Database, store: PermissionsStore, outbox: Outbox) -> None:
        self._database = database
        self._store = store
        self._outbox = outbox

    async def roles_of(self, message: RolesOf) -> Grants:
        """A user's roles and tier."""
        return await self._store.grants(message.user_id) or _NEWCOMER

    async def grant(self, user_id: UUID, grants: Grants) -> Grants:
        """Set a user's roles and tier."""
        unknown = sorted(set(grants.roles) - ROLES)
        if unknown:
            raise InvalidError("role-unknown", roles=unknown, known=sorted(ROLES))
        if grants.tier not in TIERS:
            raise InvalidError("tier-unknown", tier=grants.tier, known=list(TIERS))
        async with self._database.transaction():
            await self._store.put([(user_id, grants.roles, grants.tier)])
            self._outbox.publish(
                PermissionsChanged(user_id=user_id, roles=grants.roles, tier=grants.tier)
            )
        return grants

    async def seed(self, seed: int) -> None:
        """Grant the demonstration accounts what they need."""
        await self._store.put([(p.user_id, list(p.roles), p.tier) for p in people(seed)])
