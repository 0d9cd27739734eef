"""Keeping count of the goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from labs.commerce.modules.stock.api import (
    AvailabilityChanged,
    GiveBack,
    Levels,
    LevelsOf,
    Quantity,
    Receive,
    StockLow,
    Take,
)
from labs.commerce.modules.stock.store import StockStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, InvalidError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Nothing
from labs.commerce.seed.catalogue import catalogue

LOW = 10
"""Fewer than this many left is low stock."""

_SEED_RECEIPT = UUID("b8a7b9b0-3a54-4e5c-9d0c-0c7e64c0f1aa")


@dataclass(frozen=True, slots=True)
class StockService:
    """Fulfils the contract of stock."""

    database: Database
    store: StockStore
    outbox: Outbox

    async def take(self, message: Take) -> Nothing:
        """Take goods for an order: all of them, or none."""
        items = merged(message.items)
        async with self.database.transaction():
            known_as, before = await self.store.take(message.order_id, items)
            if known_as == "GIVEN_BACK":
                raise DomainError("stock-given-back", orderId=str(message.order_id))
            if known_as is None:
                self._taken(items, before)
        return Nothing()

    async def give_back(self, message: GiveBack) -> Nothing:
        """Put an order's goods back."""
        async with self.database.transaction():
            if await self.store.close_take(message.order_id):
                self._back(await self.store.put_back(message.order_id))
        return Nothing()

    async def receive(self, message: Receive) -> Nothing:
        """Add goods that arrived."""
        if message.item.quantity <= 0:
            raise InvalidError("quantity-not-positive")
        async with self.database.transaction():
            self._back(await self.store.receive(message.receipt_id, [message.item]))
        return Nothing()

    async def levels(self, message: LevelsOf) -> Levels:
        """How many of some products can be sold."""
        return Levels(items=await self.store.levels(message.product_ids))

    async def low(self, _message: Nothing) -> Levels:
        """The products that are running out."""
        return Levels(items=await self.store.below(LOW))

    async def seed(self, seed: int) -> None:
        """Receive the demonstration catalogue's first goods."""
        await self.store.receive(
            uuid5(_SEED_RECEIPT, str(seed)),
            [Quantity(product_id=p.product_id, quantity=p.stock) for p in catalogue(seed)],
        )

    def _taken(self, items: Sequence[Quantity], before: Mapping[int, int]) -> None:
        """Tell what became scarce, if there was enough of everything."""
        missing = [i.product_id for i in items if before.get(i.product_id, 0) < i.quantity]
        if missing:
            raise DomainError("out-of-stock", productIds=missing)
        for product_id, quantity in ((item.product_id, item.quantity) for item in items):
            left = before[product_id] - quantity
            if left < LOW <= before[product_id]:
                self.outbox.publish(StockLow(product_id=product_id, available=left))
            if left == 0:
                self.outbox.publish(AvailabilityChanged(product_id=product_id, available=False))

    def _back(self, product_ids: Sequence[int]) -> None:
        for product_id in product_ids:
            self.outbox.publish(AvailabilityChanged(product_id=product_id, available=True))


def merged(items: Sequence[Quantity]) -> list[Quantity]:
    """One entry per product, by number; every quantity positive.

    Raises:
        InvalidError: there is nothing to take, or less than one of something.
    """
    totals: dict[int, int] = {}
    for item in items:
        if item.quantity <= 0:
            raise InvalidError("quantity-not-positive", productId=item.product_id)
        totals[item.product_id] = totals.get(item.product_id, 0) + item.quantity
    if not totals:
        raise InvalidError("nothing-to-take")
    return [Quantity(product_id=p, quantity=q) for p, q in sorted(totals.items())]
