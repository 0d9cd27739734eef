"""Letters as they are written, pushed to open pages."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

import msgspec

from labs.commerce.modules.notifications.store import NotificationsStore
from labs.commerce.platform.database.doorbells import Doorbells
from labs.commerce.platform.serving.streaming import event

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Push:
    """Follows the letters of one customer."""

    store: NotificationsStore
    doorbells: Doorbells

    async def follow(self, user_id: UUID, after: int) -> AsyncGenerator[bytes]:
        """Every letter since `after`, then each as it comes."""
        with self.doorbells.listening(user_id) as bell:
            while True:
                bell.answer()
                for letter in await self.store.letters_after(user_id, after, _AT_ONCE):
                    after = letter.letter
                    yield event("letter", msgspec.json.encode(letter), letter.letter)
                await bell.rings()
