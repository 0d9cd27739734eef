"""The table of what a choreographed checkout has told of its orders."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from labs.commerce.modules.orders.chain import Heard, saga
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.platform.database import Database
from labs.commerce.spec import SagaStep


class ChainStore:
    """Events heard, by order."""

    def __init__(self, database: Database, orders: OrdersStore, steps: Sequence[SagaStep]) -> None:
        self._database = database
        self._orders = orders
        self._steps = steps

    async def hear(self, order_id: UUID, event: str, reason: str = "") -> None:
        """Note an event."""
        await self._database.execute(
            "INSERT INTO orders.heard (order_id, event, reason) VALUES ($1, $2, $3)"
            " ON CONFLICT DO NOTHING",
            order_id,
            event,
            reason,
        )

    async def heard(self, order_id: UUID) -> Heard:
        """What was heard about an order, oldest first."""
        rows = await self._database.fetch(
            "SELECT event, reason FROM orders.heard WHERE order_id = $1 ORDER BY entry", order_id
        )
        return {row["event"]: row["reason"] for row in rows}

    async def overdue(self, since: datetime, turns: Sequence[str], limit: int) -> list[UUID]:
        """Orders that have been pending since before `since` and heard none of `turns`."""
        rows = await self._database.fetch(
            "SELECT order_id FROM orders.orders o WHERE status = 'PENDING' AND created_at < $1"
            " AND NOT EXISTS (SELECT FROM orders.heard h"
            " WHERE h.order_id = o.order_id AND event = ANY($2::text[]))"
            " ORDER BY created_at LIMIT $3",
            since,
            turns,
            limit,
        )
        return [row["order_id"] for row in rows]

    async def find(self, order_id: UUID) -> Saga | None:
        """How far an order's saga got, as far as it has been heard of."""
        order = await self._orders.find(order_id)
        return None if order is None else saga(order, self._steps, await self.heard(order_id))
