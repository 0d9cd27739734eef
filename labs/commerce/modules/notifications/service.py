"""Writing to customers."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.notifications.store import Letter, NotificationsStore
from labs.commerce.platform.clock import Clock


@dataclass(frozen=True, slots=True)
class NotificationsService:
    """Fulfils the contract of notifications."""

    store: NotificationsStore
    clock: Clock

    async def write(self, event_id: UUID, user_id: UUID, kind: str, **params: str | int) -> None:
        """Put a letter about an event into a customer's mailbox."""
        await self.store.put(event_id, user_id, kind, params, self.clock.now())

    async def mailbox(self, user_id: UUID, limit: int) -> list[Letter]:
        """A customer's latest letters."""
        return await self.store.letters(user_id, limit)
