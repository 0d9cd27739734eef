"""Letters as they are written, pushed to open pages (server-sent events, WHATWG HTML 9.2)."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from labs.commerce.modules.notifications.store import Letter, NotificationsStore
from labs.commerce.platform.errors import UnavailableError

_AT_ONCE = 50
_LOOK_AGAIN_S = 2.0
"""Another replica may have written the letter: nobody rings here then."""
MOST_STREAMS = 500


@dataclass(slots=True)
class Doorbells:
    """Wakes the streams of a customer in this process."""

    waiting: dict[UUID, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))

    def ring(self, user_id: UUID) -> None:
        """A letter has been written."""
        for bell in self.waiting.get(user_id, ()):
            bell.set()

    def open(self, user_id: UUID) -> asyncio.Event:
        """A bell of one's own.

        Raises:
            UnavailableError: too many listen already.
        """
        if sum(map(len, self.waiting.values())) >= MOST_STREAMS:
            raise UnavailableError("too-many-streams", limit=MOST_STREAMS)
        bell = asyncio.Event()
        self.waiting[user_id].add(bell)
        return bell

    def close(self, user_id: UUID, bell: asyncio.Event) -> None:
        """Nobody listens any more."""
        self.waiting[user_id].discard(bell)
        if not self.waiting[user_id]:
            del self.waiting[user_id]


@dataclass(frozen=True, slots=True)
class Push:
    """Follows the letters of one customer."""

    store: NotificationsStore
    doorbells: Doorbells

    async def follow(self, user_id: UUID, after: int, for_s: float) -> AsyncIterator[bytes]:
        """Every letter since `after`, then each as it comes, for so long.

        The stream ends by itself: a client comes back with the last number it saw, so that an
        expired token and a proxy's timeout cost nothing.
        """
        bell = self.doorbells.open(user_id)
        try:
            ends_at = asyncio.get_running_loop().time() + for_s
            yield b"retry: 1000\n\n"
            while (left_s := ends_at - asyncio.get_running_loop().time()) > 0:
                bell.clear()
                for letter in await self.store.letters_after(user_id, after, _AT_ONCE):
                    after = letter.letter
                    yield event(letter)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(left_s, _LOOK_AGAIN_S)):
                        await bell.wait()
        finally:
            self.doorbells.close(user_id, bell)


def event(letter: Letter) -> bytes:
    """A letter on the wire."""
    return b"id: %d\nevent: letter\ndata: %b\n\n" % (letter.letter, msgspec.json.encode(letter))
