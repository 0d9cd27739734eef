"""The tables of reservations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from labs.commerce.modules.reservations.api import Reservation
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.database import Database


class ReservationsStore:
    """Reservations by order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, order_id: UUID, status: str, items: Sequence[Quantity], at: datetime
    ) -> tuple[Reservation, bool]:
        """Note a reservation. Returns the order's reservation, and whether it is this one."""
        row = await self._database.fetch_one(
            "INSERT INTO reservations.reservations AS r"
            " (order_id, status, products, quantities, at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (order_id) DO UPDATE SET status = r.status"
            " RETURNING order_id, status, products, quantities, reason, (xmax = 0) AS is_new",
            order_id,
            status,
            [item.product_id for item in items],
            [item.quantity for item in items],
            at,
        )
        return _reservation(row), row["is_new"]

    async def refuse(
        self, order_id: UUID, items: Sequence[Quantity], reason: str, at: datetime
    ) -> bool:
        """Note a refusal for good. False when the reservation has an outcome already."""
        return bool(
            await self._database.execute(
                "INSERT INTO reservations.reservations AS r"
                " (order_id, status, products, quantities, reason, at)"
                " VALUES ($1, 'REFUSED', $2, $3, $4, $5)"
                " ON CONFLICT (order_id) DO UPDATE SET status = 'REFUSED', reason = $4"
                " WHERE r.status = 'PENDING'",
                order_id,
                [item.product_id for item in items],
                [item.quantity for item in items],
                reason,
                at,
            )
        )

    async def move(self, order_id: UUID, status: str, *, only_from: Sequence[str]) -> bool:
        """Change a reservation's status. False when it is none of `only_from`."""
        return bool(
            await self._database.execute(
                "UPDATE reservations.reservations SET status = $2"
                " WHERE order_id = $1 AND status = ANY($3::text[])",
                order_id,
                status,
                only_from,
            )
        )

    async def find(self, order_id: UUID) -> Reservation | None:
        """An order's reservation."""
        row = await self._database.fetch_one(
            "SELECT order_id, status, products, quantities, reason FROM reservations.reservations"
            " WHERE order_id = $1",
            order_id,
        )
        return None if row is None else _reservation(row)


def _reservation(row: Any) -> Reservation:  # noqa: ANN401 - a driver's row
    pairs = zip(row["products"], row["quantities"], strict=True)
    items = [Quantity(product_id=product, quantity=quantity) for product, quantity in pairs]
    return Reservation(
        order_id=row["order_id"], status=row["status"], items=items, reason=row["reason"]
    )
