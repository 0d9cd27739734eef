"""The tables of order status."""

from datetime import datetime
from uuid import UUID

from labs.commerce.platform.messages import Message
from labs.commerce.platform.projections.projection import Statements


class Entry(Message, frozen=True, kw_only=True):
    """Something that happened to an order."""

    event: str
    detail: str
    at: datetime


class OrderStatusStore:
    """Timelines of orders, and whose the orders are."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    async def add(
        self, event_id: UUID, order_id: UUID, event: str, detail: str, at: datetime
    ) -> None:
        """Append to an order's timeline."""
        await self._database.write_behind(
            "INSERT INTO order_status.timeline (event_id, order_id, event, detail, at)"
            " SELECT * FROM"
            " unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])"
            " ON CONFLICT (event_id) DO NOTHING",
            [(event_id, order_id, event, detail, at)],
        )

    async def own(self, order_id: UUID, user_id: UUID) -> None:
        """Note whose an order is."""
        await self._database.write_behind(
            "INSERT INTO order_status.owners (order_id, user_id)"
            " SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT (order_id) DO NOTHING",
            [(order_id, user_id)],
        )

    async def owner(self, order_id: UUID) -> UUID | None:
        """Whose an order is; None while no event has said so."""
        row = await self._database.fetch_one(
            "SELECT user_id FROM order_status.owners WHERE order_id = $1", order_id
        )
        return None if row is None else row["user_id"]

    async def timeline(self, order_id: UUID) -> list[Entry]:
        """What happened to an order, oldest first."""
        rows = await self._database.fetch(
            "SELECT event, detail, at FROM order_status.timeline WHERE order_id = $1 ORDER BY at",
            order_id,
        )
        return [Entry(**row) for row in rows]
