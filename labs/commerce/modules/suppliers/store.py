"""The tables of suppliers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

_COLUMNS = "replenishment_id, supplier_id, product_id, quantity, status"


class Supplier(Message, frozen=True, kw_only=True):
    """Somebody who sells to the shop."""

    supplier_id: int
    name: str
    lead_days: int


class Replenishment(Message, frozen=True, kw_only=True):
    """Goods bought from a supplier."""

    replenishment_id: UUID
    supplier_id: int
    product_id: int
    quantity: int
    status: str
    """`PROPOSED` or `PLACED`, then `ARRIVING` and `RECEIVED`, or `CANCELLED`."""


class SuppliersStore:
    """Suppliers and replenishments."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, suppliers: Iterable[Supplier]) -> None:
        """Add suppliers."""
        await self._database.execute_many(
            "INSERT INTO suppliers.suppliers (supplier_id, name, lead_days) VALUES ($1, $2, $3)",
            [(s.supplier_id, s.name, s.lead_days) for s in suppliers],
        )

    async def all(self) -> list[Supplier]:
        """Every supplier."""
        rows = await self._database.fetch(
            "SELECT supplier_id, name, lead_days FROM suppliers.suppliers ORDER BY supplier_id"
        )
        return [Supplier(**row) for row in rows]

    async def add(self, replenishment: Replenishment, at: datetime) -> bool:
        """Note a replenishment.

        False when it is there, when the same is proposed, or when there is no such supplier.
        """
        return bool(
            await self._database.execute(
                "INSERT INTO suppliers.replenishments"
                " (replenishment_id, supplier_id, product_id, quantity, status, at)"
                " SELECT $1, supplier_id, $3, $4, $5, $6 FROM suppliers.suppliers"
                " WHERE supplier_id = $2 ON CONFLICT DO NOTHING",
                replenishment.replenishment_id,
                replenishment.supplier_id,
                replenishment.product_id,
                replenishment.quantity,
                replenishment.status,
                at,
            )
        )

    async def find(self, replenishment_id: UUID) -> Replenishment | None:
        """One replenishment."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM suppliers.replenishments"  # noqa: S608 - a constant
            " WHERE replenishment_id = $1",
            replenishment_id,
        )
        return None if row is None else Replenishment(**row)

    async def latest(self, limit: int) -> list[Replenishment]:
        """The latest replenishments."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM suppliers.replenishments ORDER BY at DESC LIMIT $1",  # noqa: S608
            limit,
        )
        return [Replenishment(**row) for row in rows]

    async def is_awaited(self, product_id: int) -> bool:
        """Whether more of a product is proposed, or ordered and has not come yet.

        It stays so until the transaction ends: a proposal that is accepted meanwhile is one still.
        """
        row = await self._database.fetch_one(
            "SELECT 1 FROM suppliers.replenishments"
            " WHERE product_id = $1 AND status IN ('PROPOSED', 'PLACED', 'ARRIVING') LIMIT 1"
            " FOR UPDATE",
            product_id,
        )
        return row is not None

    async def move(
        self, replenishment_id: UUID, status: str, among: Sequence[str]
    ) -> Replenishment | None:
        """Change the status of a replenishment that has one `among` these, else None."""
        row = await self._database.fetch_one(
            "UPDATE suppliers.replenishments SET status = $2"  # noqa: S608 - a constant
            f" WHERE replenishment_id = $1 AND status = ANY($3::text[]) RETURNING {_COLUMNS}",
            replenishment_id,
            status,
            among,
        )
        return None if row is None else Replenishment(**row)
