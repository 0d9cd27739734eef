"""Telling the world of changes that were made outside the database's transactions.

A change and its mark are one write, so a crash between the two stores delays an announcement
and never loses it.
"""

import asyncio
from dataclasses import dataclass

from labs.commerce.modules.products.api import ProductChanged
from labs.commerce.modules.products.store import ProductsStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.telemetry import Log

_BATCH = 100
_POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class Announcer:
    """Announces each change at least once."""

    database: Database
    store: ProductsStore
    outbox: Outbox
    log: Log

    async def run(self) -> None:
        """Announce until cancelled."""
        while True:
            try:
                while await self.announce() == _BATCH:
                    pass
            except Exception as error:  # noqa: BLE001 - a store is away: the next round tries again
                self.log.warning("announcing-failed", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def announce(self) -> int:
        """Announce what waits. Returns how many."""
        waiting = await self.store.unannounced(_BATCH)
        async with self.database.transaction():
            for product in waiting:
                self.outbox.publish(ProductChanged(product=product))
        for product in waiting:
            await self.store.announced(product)
        return len(waiting)
