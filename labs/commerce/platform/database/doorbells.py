"""Waking those in this process who wait for news of something."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from labs.commerce.platform.background import kicked
from labs.commerce.platform.database.database import open_transaction

LOOK_AGAIN_S = 2.0
"""Another replica may have written what is waited for: nobody rings here then."""


@dataclass(slots=True)
class Doorbells:
    """A bell for each who waits, by what they want to hear of."""

    _waiting: dict[UUID, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))

    def ring(self, about: UUID) -> None:
        """There is news of it."""
        for bell in self._waiting.get(about, ()):
            bell.set()

    def ring_on_commit(self, about: UUID) -> None:
        """There will be news of it once the open transaction has committed; without one, now."""
        transaction = open_transaction()
        if transaction is None:
            self.ring(about)
        else:
            transaction.on_commit.append(partial(self.ring, about))

    @contextmanager
    def listening(self, about: UUID) -> Iterator["Bell"]:
        """A bell of one's own."""
        bell = asyncio.Event()
        self._waiting[about].add(bell)
        try:
            yield Bell(bell)
        finally:
            self._waiting[about].discard(bell)
            if not self._waiting[about]:
                del self._waiting[about]


@dataclass(frozen=True, slots=True)
class Bell:
    """Rings when there may be news."""

    _rung: asyncio.Event

    def answer(self) -> None:
        """From here on it rings for what comes now: look after this, not before."""
        self._rung.clear()

    async def rings(self) -> None:
        """Wait until it rings, or until it is time to look all the same."""
        await kicked(self._rung, LOOK_AGAIN_S)
