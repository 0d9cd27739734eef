"""Reporting what was sold."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.modules.sales_reports.api import SalesTotals
from labs.commerce.modules.sales_reports.store import Bestseller, Day, SalesStore
from labs.commerce.platform.events import happened_at
from labs.commerce.platform.messages import Nothing


@dataclass(frozen=True, slots=True)
class SalesReportsService:
    """Fulfils the contract of sales reports."""

    store: SalesStore

    async def totals(self, _message: Nothing) -> SalesTotals:
        """Everything sold so far."""
        return await self.store.totals()

    async def sold(self, order: OrderConfirmed) -> None:
        """Count an order, on the day on which it was confirmed."""
        await self.store.add(order, happened_at().date())

    async def cancelled(self, order_id: UUID) -> None:
        """Do not count an order."""
        await self.store.cancel(order_id, happened_at().date())

    async def refunded(self, order_id: UUID, amount_minor: int) -> None:
        """Count less of an order."""
        await self.store.refund(order_id, happened_at().date(), amount_minor)

    async def days(self, limit: int) -> list[Day]:
        """The latest days with sales."""
        return await self.store.by_day(limit)

    async def bestsellers(self, limit: int) -> list[Bestseller]:
        """The products sold most."""
        return await self.store.bestsellers(limit)
