"""The tables of sales reports: a projection of the orders' events."""

from datetime import date
from uuid import UUID

from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.modules.sales_reports.api import SalesTotals
from labs.commerce.platform.messages import Message
from labs.commerce.platform.projections.projection import Statements


class Day(Message, frozen=True, kw_only=True):
    """The sales of one day."""

    day: date
    orders: int
    items: int
    revenue_minor: int


class Bestseller(Message, frozen=True, kw_only=True):
    """The sales of one product."""

    product_id: int
    quantity: int
    revenue_minor: int


class SalesStore:
    """Sales and their lines."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    async def add(self, order: OrderConfirmed, day: date) -> None:
        """Note a sale. One that was cancelled before it was heard of stays cancelled."""
        items = sum(item.quantity for item in order.items)
        await self._database.write_behind(
            "INSERT INTO sales_reports.sales (order_id, day, items, revenue_minor)"
            " SELECT * FROM unnest($1::uuid[], $2::date[], $3::int[], $4::int[])"
            " ON CONFLICT (order_id) DO UPDATE SET day = excluded.day, items = excluded.items,"
            " revenue_minor = excluded.revenue_minor",
            [(order.order_id, day, items, order.total_minor)],
        )
        await self._database.write_behind(
            "INSERT INTO sales_reports.lines (order_id, product_id, quantity, revenue_minor)"
            " SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[])"
            " ON CONFLICT DO NOTHING",
            [
                (order.order_id, i.product_id, i.quantity, i.quantity * i.price_minor)
                for i in order.items
            ],
        )

    async def cancel(self, order_id: UUID, day: date) -> None:
        """Note that an order is no sale, whichever event comes first."""
        await self._database.write_behind(
            "INSERT INTO sales_reports.sales (order_id, day, items, revenue_minor, cancelled)"
            " SELECT order_id, day, 0, 0, true"
            " FROM unnest($1::uuid[], $2::date[]) AS cancelled (order_id, day)"
            " ON CONFLICT (order_id) DO UPDATE SET cancelled = true",
            [(order_id, day)],
        )

    async def refund(self, order_id: UUID, day: date, amount_minor: int) -> None:
        """Note that a part of a sale is no revenue, whichever event comes first."""
        await self._database.execute(
            "INSERT INTO sales_reports.sales AS s (order_id, day, items, revenue_minor,"
            " refunded_minor) VALUES ($1, $2, 0, 0, $3)"
            " ON CONFLICT (order_id) DO UPDATE SET refunded_minor = s.refunded_minor + $3",
            order_id,
            day,
            amount_minor,
        )

    async def totals(self) -> SalesTotals:
        """Everything sold so far."""
        row = await self._database.fetch_one(
            "SELECT count(*)::int AS orders, coalesce(sum(items), 0)::int AS items,"
            " coalesce(sum(revenue_minor - refunded_minor), 0)::bigint AS revenue_minor"
            " FROM sales_reports.sales WHERE NOT cancelled"
        )
        return SalesTotals(**row)

    async def by_day(self, limit: int) -> list[Day]:
        """The latest days with sales."""
        rows = await self._database.fetch(
            "SELECT day, count(*)::int AS orders, sum(items)::int AS items,"
            " sum(revenue_minor - refunded_minor)::bigint AS revenue_minor FROM sales_reports.sales"
            " WHERE NOT cancelled GROUP BY day ORDER BY day DESC LIMIT $1",
            limit,
        )
        return [Day(**row) for row in rows]

    async def bestsellers(self, limit: int) -> list[Bestseller]:
        """The products sold most."""
        rows = await self._database.fetch(
            "SELECT product_id, sum(quantity)::int AS quantity,"
            " sum(lines.revenue_minor)::bigint AS revenue_minor"
            " FROM sales_reports.lines JOIN sales_reports.sales USING (order_id)"
            " WHERE NOT cancelled GROUP BY product_id"
            " ORDER BY quantity DESC, product_id LIMIT $1",
            limit,
        )
        return [Bestseller(**row) for row in rows]
