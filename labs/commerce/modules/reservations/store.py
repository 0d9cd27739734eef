"""The tables of reservations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from labs.commerce.modules.reservations.api import Reservation
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.messages import Envelope

_MOVE = Change(
    {
        "moved": """
            UPDATE reservations.reservations SET status = $2
            WHERE order_id = $1 AND status = ANY($3::text[]) RETURNING order_id
        """
    },
    news="EXISTS (SELECT FROM moved)",
)
_REFUSE = Change(
    {
        "refused": """
            INSERT INTO reservations.reservations AS r
                (order_id, status, products, quantities, reason, at)
            VALUES ($1, 'REFUSED', $2, $3, $4, $5)
            ON CONFLICT (order_id) DO UPDATE SET status = 'REFUSED', reason = $4
            WHERE r.status = 'PENDING' RETURNING order_id
        """
    },
    news="EXISTS (SELECT FROM refused)",
)


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
        self, order_id: UUID, items: Sequence[Quantity], reason: str, at: datetime, told: Envelope
    ) -> None:
        """Note a refusal for good, and tell of it, unless the reservation has an outcome."""
        products, quantities = [i.product_id for i in items], [i.quantity for i in items]
        values = (order_id, products, quantities, reason, at)
        await self._database.change(_REFUSE, values, [told])

    async def move(
        self, order_id: UUID, status: str, *, only_from: Sequence[str], told: Envelope
    ) -> bool:
        """Change a reservation's status, and tell of it. False when it is none of `only_from`."""
        row = await self._database.change(_MOVE, (order_id, status, only_from), [told])
        return bool(row["is_news"])

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
