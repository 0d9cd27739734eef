"""The tables of shipping."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from labs.commerce.modules.shipping.api import Address, Shipment
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.messages import Envelope

_OPEN = Change(
    {
        "opened": """
            INSERT INTO shipping.shipments (order_id, user_id, tracking, status, address, at)
            VALUES ($1, $2, $3, $4, $5::text::jsonb, $6)
            ON CONFLICT (order_id) DO NOTHING RETURNING order_id
        """
    },
    news="EXISTS (SELECT FROM opened)",
)


class ShippingStore:
    """Shipments by order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, shipment: Shipment, address: Address | None, at: datetime, *told: Envelope
    ) -> bool:
        """Note a shipment, and tell of it. False when the order has one already."""
        shown = None if address is None else msgspec.json.encode(address).decode()
        row = await self._database.change(
            _OPEN,
            (
                shipment.order_id,
                shipment.user_id,
                shipment.tracking,
                shipment.status,
                shown,
                at,
            ),
            told,
        )
        return bool(row["is_news"])

    async def move(self, order_id: UUID, status: str, *, only_from: Sequence[str]) -> bool:
        """Change a shipment's status. False when it is none of `only_from`."""
        return bool(
            await self._database.execute(
                "UPDATE shipping.shipments SET status = $2"
                " WHERE order_id = $1 AND status = ANY($3::text[])",
                order_id,
                status,
                only_from,
            )
        )

    async def find(self, order_id: UUID) -> Shipment | None:
        """An order's shipment."""
        row = await self._database.fetch_one(
            "SELECT order_id, user_id, tracking, status FROM shipping.shipments"
            " WHERE order_id = $1",
            order_id,
        )
        return None if row is None else Shipment(**row)
