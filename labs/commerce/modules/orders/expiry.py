"""Turning back the orders that nobody finished."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from labs.commerce.choreography.plan import TURNS
from labs.commerce.modules.orders.book import EXPIRED
from labs.commerce.modules.orders.choreography import OrderPart
from labs.commerce.platform.telemetry import Log

_POLL_S = 0.5
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Expiry:
    """Runs in every replica; the lock of the order's row decides between them."""

    part: OrderPart
    deadline: timedelta
    log: Log

    async def run(self) -> None:
        """Watch until cancelled."""
        turns = [kind.__name__ for kind in TURNS]
        while True:
            try:
                since = self.part.book.clock.now() - self.deadline
                for order_id in await self.part.chain.overdue(since, turns, _AT_ONCE):
                    await self.expire(order_id)
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("expiry-failed", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def expire(self, order_id: UUID) -> None:
        """Call for the compensations of an order, unless it has come to an end meanwhile."""
        if await self.part.give_up(order_id, EXPIRED):
            self.log.warning("order-expired", order=str(order_id))
