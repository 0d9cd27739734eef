"""Writing to customers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from labs.commerce.modules.notifications.store import Letter, NotificationsStore, Preferences
from labs.commerce.modules.notifications.wording import words
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database.doorbells import Doorbells


class Notice(Letter, frozen=True, kw_only=True):
    """A letter in the shop's words."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class NotificationsService:
    """Fulfils the contract of notifications."""

    store: NotificationsStore
    doorbells: Doorbells
    clock: Clock

    async def write(self, event_id: UUID, user_id: UUID, kind: str, **params: str | int) -> None:
        """Write a letter about an event to a customer."""
        await self.store.put(event_id, user_id, kind, params, self.clock.now())
        self.doorbells.ring_on_commit(user_id)

    def minutes_to(self, moment: datetime) -> int:
        """How long something still lasts, in whole minutes."""
        return round((moment - self.clock.now()) / timedelta(minutes=1))

    async def mailbox(self, user_id: UUID, limit: int, language: str) -> list[Notice]:
        """A customer's latest letters."""
        return [_notice(letter, language) for letter in await self.store.letters(user_id, limit)]

    async def preferences(self, user_id: UUID) -> Preferences:
        """How a customer wants to hear from the shop."""
        return await self.store.preferences(user_id)

    async def prefer(self, user_id: UUID, preferences: Preferences) -> Preferences:
        """Change that."""
        await self.store.prefer(user_id, preferences)
        return preferences


def _notice(letter: Letter, language: str) -> Notice:
    subject, text = words(letter.kind, {"name": "", **letter.params}, language)
    return Notice(
        letter=letter.letter,
        kind=letter.kind,
        params=letter.params,
        at=letter.at,
        subject=subject,
        text=text,
    )
