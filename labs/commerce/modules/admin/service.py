"""The whole shop at a glance."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from labs.commerce.modules.orders.api import Orders, OrderTotals
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.registration.api import Registration
from labs.commerce.modules.sales_reports.api import SalesReports, SalesTotals
from labs.commerce.modules.stock.api import Levels, Stock
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.messages import Message, Nothing

T = TypeVar("T")


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


async def _known(answer: Coroutine[Any, Any, T], name: str, missing: list[str]) -> T | None:
    try:
        return await answer
    except ShopError:
        missing.append(name)
        return None
