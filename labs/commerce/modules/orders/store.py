"""The tables of orders."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.api import Order, OrderItem, OrderTotals
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.state import OrderStatus, origins
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

_COLUMNS = (
    "order_id, user_id, status, items::text AS items, total_minor, currency, created_at, reason"
)
_decode_items = msgspec.json.Decoder(list[OrderItem]).decode


class HistoryEntry(Message, frozen=True, kw_only=True):
    """One change of an order's status."""

    status: str
    reason: str
    at: datetime


class OrdersStore:
    """Orders and their history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, purchase: Purchase) -> bool:
        """Note a new order. False when it is there already."""
        return bool(
            await self._database.execute(
                "WITH created AS (INSERT INTO orders.orders (order_id, user_id, status, items,"
                " total_minor, currency, fingerprint, created_at)"
                " VALUES ($1, $2, 'PENDING', $3::text::jsonb, $4, $5, $6, $7)"
                " ON CONFLICT (order_id) DO NOTHING RETURNING order_id)"
                " INSERT INTO orders.history (order_id, status, at)"
                " SELECT order_id, 'PENDING', $7 FROM created",
                purchase.order_id,
                purchase.user_id,
                msgspec.json.encode(purchase.items).decode(),
                purchase.total_minor,
                purchase.currency,
                purchase.fingerprint,
                purchase.placed_at,
            )
        )

    async def move(self, order_id: UUID, status: OrderStatus, reason: str, at: datetime) -> bool:
        """Change an order's status. False when there is no way from the one it has."""
        return bool(
            await self._database.execute(
                "WITH moved AS (UPDATE orders.orders SET status = $2, reason = $3"
                " WHERE order_id = $1 AND status = ANY($5::text[]) RETURNING order_id)"
                " INSERT INTO orders.history (order_id, status, reason, at)"
                " SELECT order_id, $2, $3, $4 FROM moved",
                order_id,
                status.value,
                reason,
                at,
                [origin.value for origin in origins(status)],
            )
        )

    async def find(self, order_id: UUID) -> Order | None:
        """One order."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM orders.orders WHERE order_id = $1",  # noqa: S608 - a constant
            order_id,
        )
        return None if row is None else _order(row)

    async def locked(self, order_id: UUID) -> Order | None:
        """One order, held against changes until the transaction ends."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM orders.orders WHERE order_id = $1 FOR UPDATE",  # noqa: S608 - a constant
            order_id,
        )
        return None if row is None else _order(row)

    async def fingerprint(self, order_id: UUID) -> bytes | None:
        """What the request that placed the order said."""
        row = await self._database.fetch_one(
            "SELECT fingerprint FROM orders.orders WHERE order_id = $1", order_id
        )
        return None if row is None else bytes(row["fingerprint"])

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        """A user's latest orders."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM orders.orders WHERE user_id = $1"  # noqa: S608 - a constant
            " ORDER BY created_at DESC LIMIT $2",
            user_id,
            limit,
        )
        return [_order(row) for row in rows]

    async def history(self, order_id: UUID) -> list[HistoryEntry]:
        """An order's statuses, oldest first."""
        rows = await self._database.fetch(
            "SELECT status, reason, at FROM orders.history WHERE order_id = $1 ORDER BY entry",
            order_id,
        )
        return [HistoryEntry(**row) for row in rows]

    async def totals(self) -> OrderTotals:
        """How many orders there are, by status."""
        row = await self._database.fetch_one(
            "SELECT count(*) FILTER (WHERE status = 'PENDING') AS pending,"
            " count(*) FILTER (WHERE status = 'CONFIRMED') AS confirmed,"
            " count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled FROM orders.orders"
        )
        return OrderTotals(**row)


def _order(row: Any) -> Order:  # noqa: ANN401 - a driver's row
    return Order(**{**row, "items": _decode_items(row["items"])})
