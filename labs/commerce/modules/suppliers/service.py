"""Seeing to it that goods arrive."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from labs.commerce.modules.stock.api import Quantity, Receive, Stock
from labs.commerce.modules.suppliers.store import Replenishment, Supplier, SuppliersStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, InvalidError, NotFoundError

QUANTITY_MAX = 10_000
_PROPOSED = 100
"""How many a proposal asks for when stock runs low."""
_EXPECTED = ("PROPOSED", "PLACED", "ARRIVING", "RECEIVED")
"""Goods that nobody accepted to buy have arrived all the same."""

_SUPPLIERS = (
    Supplier(supplier_id=1, name="Northern Wholesale", lead_days=3),
    Supplier(supplier_id=2, name="Harbour Trading", lead_days=7),
    Supplier(supplier_id=3, name="Baltic Makers", lead_days=14),
)


@dataclass(frozen=True, slots=True)
class SuppliersService:
    """Fulfils the contract of suppliers."""

    database: Database
    store: SuppliersStore
    stock: Stock
    clock: Clock

    async def all(self) -> list[Supplier]:
        """Every supplier."""
        return await self.store.all()

    async def replenishments(self, limit: int) -> list[Replenishment]:
        """The latest replenishments."""
        return await self.store.latest(limit)

    async def place(self, supplier_id: int, item: Quantity) -> Replenishment:
        """Order goods from a supplier."""
        if not 1 <= item.quantity <= QUANTITY_MAX:
            raise InvalidError("quantity-out-of-range", low=1, high=QUANTITY_MAX)
        placed = _replenishment(uuid4(), supplier_id, item, "PLACED")
        if not await self.store.add(placed, self.clock.now()):
            raise NotFoundError("supplier-unknown", supplierId=supplier_id)
        return placed

    async def accept(self, replenishment_id: UUID) -> Replenishment:
        """Order what was proposed."""
        return await self._move(replenishment_id, "PLACED", ("PROPOSED", "PLACED"))

    async def cancel(self, replenishment_id: UUID) -> Replenishment:
        """Order it after all not, as long as nothing has arrived."""
        return await self._move(replenishment_id, "CANCELLED", ("PROPOSED", "PLACED", "CANCELLED"))

    async def receive(self, replenishment_id: UUID) -> Replenishment:
        """Goods arrived: put them on the shelf, once. Safe to repeat, also halfway.

        From the first step on it cannot be cancelled, so no goods are on the shelf of an order
        that came to nothing.
        """
        async with self.database.together(self.stock):
            arriving = await self._move(replenishment_id, "ARRIVING", _EXPECTED)
            item = Quantity(product_id=arriving.product_id, quantity=arriving.quantity)
            await self.stock.receive(Receive(receipt_id=replenishment_id, item=item))
            return await self._move(replenishment_id, "RECEIVED", _EXPECTED)

    async def propose(self, event_id: UUID, product_id: int) -> None:
        """Stock runs low: propose to buy more, unless that is known. A person decides."""
        if await self.store.is_awaited(product_id):
            return
        suppliers = await self.store.all()
        fastest = min(suppliers, key=lambda supplier: supplier.lead_days)
        item = Quantity(product_id=product_id, quantity=_PROPOSED)
        proposed = _replenishment(event_id, fastest.supplier_id, item, "PROPOSED")
        await self.store.add(proposed, self.clock.now())

    async def seed(self) -> None:
        """Add the suppliers."""
        await self.store.put(_SUPPLIERS)

    async def _move(
        self, replenishment_id: UUID, status: str, among: tuple[str, ...]
    ) -> Replenishment:
        """Change a status.

        Raises:
            NotFoundError: there is no such replenishment.
            DomainError: it is too late for that.
        """
        moved = await self.store.move(replenishment_id, status, among)
        if moved is not None:
            return moved
        known = await self.store.find(replenishment_id)
        if known is None:
            raise NotFoundError("replenishment-unknown", replenishmentId=str(replenishment_id))
        raise DomainError("replenishment-status", status=known.status, wanted=status)


def _replenishment(
    replenishment_id: UUID, supplier_id: int, item: Quantity, status: str
) -> Replenishment:
    return Replenishment(
        replenishment_id=replenishment_id,
        supplier_id=supplier_id,
        product_id=item.product_id,
        quantity=item.quantity,
        status=status,
    )
