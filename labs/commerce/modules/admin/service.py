"""The whole shop at a glance."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from labs.commerce.modules.orders.api import Order, OrderRef, Orders, OrdersWanted, OrderTotals
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.registration.api import Account, AccountsLike, Registration
from labs.commerce.modules.sales_reports.api import SalesReports, SalesTotals
from labs.commerce.modules.stock.api import Levels, Stock
from labs.commerce.platform.errors import DomainError, ShopError
from labs.commerce.platform.messages import Message, Nothing

T = TypeVar("T")

_CUSTOMERS_MAX = 20
"""As many of the accounts that look like what was asked for are searched for orders."""


class Summary(Message, frozen=True, kw_only=True):
    """What is known now; a part that does not answer is null and named in `unavailable`."""

    accounts: int | None
    products: int | None
    orders: OrderTotals | None
    sales: SalesTotals | None
    low_stock: Levels | None
    unavailable: list[str]


@dataclass(frozen=True, slots=True)
class AdminService:
    """Fulfils the contract of admin."""

    registration: Registration
    products: Products
    orders: Orders
    sales: SalesReports
    stock: Stock

    async def summary(self) -> Summary:
        """Ask every part at once; one that is away does not hide the others."""
        missing: list[str] = []
        ask = Nothing()
        accounts, products, orders, sales, low = await asyncio.gather(
            _known(self.registration.count(ask), "registration", missing),
            _known(self.products.count(ask), "products", missing),
            _known(self.orders.totals(ask), "orders", missing),
            _known(self.sales.totals(ask), "sales-reports", missing),
            _known(self.stock.low(ask), "stock", missing),
        )
        return Summary(
            accounts=accounts.accounts if accounts else None,
            products=products.products if products else None,
            orders=orders,
            sales=sales,
            low_stock=low,
            unavailable=sorted(missing),
        )

    async def accounts(self, text: str, limit: int) -> list[Account]:
        """Accounts whose address or name holds a text."""
        return (await self.registration.alike(AccountsLike(text=text, limit=limit))).accounts

    async def orders_like(self, status: str, text: str, limit: int) -> list[Order]:
        """The latest orders; with a text, the one of that number, or those of such customers."""
        if _is_id(text):
            return await self._order(OrderRef(order_id=UUID(text)))
        if not text:
            wanted = OrdersWanted(status=status, limit=limit)
            return (await self.orders.latest(wanted)).orders
        customers = await self.accounts(text, _CUSTOMERS_MAX)
        found = await asyncio.gather(
            *(
                self.orders.latest(OrdersWanted(status, customer.user_id, limit))
                for customer in customers
            )
        )
        orders = [order for listed in found for order in listed.orders]
        return sorted(orders, key=lambda order: order.created_at, reverse=True)[:limit]

    async def _order(self, ref: OrderRef) -> list[Order]:
        try:
            return [await self.orders.find(ref)]
        except DomainError:
            return []


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _known(answer: Coroutine[Any, Any, T], name: str, missing: list[str]) -> T | None:
    try:
        return await answer
    except ShopError:
        missing.append(name)
        return None
