"""The tables of stock."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.database import Database

_MOVE = """
    WITH moved AS (
        INSERT INTO stock.movements (reference, product_id, kind, delta)
        SELECT $1, product_id, $2, delta
        FROM unnest($3::int[], $4::int[]) AS m(product_id, delta)
        ON CONFLICT DO NOTHING RETURNING product_id, delta
    )
    INSERT INTO stock.levels AS l (product_id, available) SELECT product_id, delta FROM moved
    ON CONFLICT (product_id) DO UPDATE SET available = l.available + excluded.available
    RETURNING product_id, available
"""

# levels are locked in one order, so that no two orders wait for each other
_TAKE = """
    WITH opened AS (
        INSERT INTO stock.takes AS t (order_id, status) VALUES ($1, 'TAKEN')
        ON CONFLICT (order_id) DO UPDATE SET status = t.status
        RETURNING status, (xmax <> 0) AS is_known
    ), held AS MATERIALIZED (
        SELECT l.product_id, l.available, wanted.quantity
        FROM unnest($2::int[], $3::int[]) AS wanted(product_id, quantity)
        JOIN stock.levels l USING (product_id)
        WHERE NOT (SELECT is_known FROM opened)
        ORDER BY l.product_id FOR UPDATE OF l
    ), taken AS (
        INSERT INTO stock.movements (reference, product_id, kind, delta)
        SELECT $1, product_id, 'TAKEN', -quantity FROM held
        WHERE (SELECT count(*) FROM held WHERE available >= quantity) = cardinality($2::int[])
        RETURNING product_id, delta
    ), lowered AS (
        UPDATE stock.levels l SET available = l.available + taken.delta
        FROM taken WHERE l.product_id = taken.product_id
    )
    SELECT opened.status, is_known, product_id, available FROM opened LEFT JOIN held ON true
"""


class Taking(NamedTuple):
    """How an order's taking of goods went."""

    known_as: str | None
    """What had become of it before, where it was noted before: then nothing was taken now."""
    before: Mapping[int, int]
    """The levels before it, by product. All is taken where each is high enough, else nothing."""


class StockStore:
    """Levels, their movements, and which orders took goods."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, order_id: UUID, items: Sequence[Quantity]) -> Taking:
        """Take goods for an order, and hold their levels until the transaction ends."""
        rows = await self._database.fetch(
            _TAKE, order_id, [i.product_id for i in items], [i.quantity for i in items]
        )
        before = {row["product_id"]: row["available"] for row in rows if row["product_id"]}
        return Taking(rows[0]["status"] if rows[0]["is_known"] else None, before)

    async def close_take(self, order_id: UUID) -> bool:
        """Note that an order's goods go back. False unless it has goods now."""
        row = await self._database.fetch_one(
            "WITH before AS (SELECT status FROM stock.takes WHERE order_id = $1 FOR UPDATE),"
            " noted AS (INSERT INTO stock.takes (order_id, status) VALUES ($1, 'GIVEN_BACK')"
            " ON CONFLICT (order_id) DO UPDATE SET status = 'GIVEN_BACK')"
            " SELECT (SELECT status FROM before) = 'TAKEN' AS had_goods",
            order_id,
        )
        return bool(row["had_goods"])

    async def put_back(self, order_id: UUID) -> list[int]:
        """Undo what an order took. Returns the products that were sold out."""
        rows = await self._database.fetch(
            "SELECT product_id, -delta AS quantity FROM stock.movements"
            " WHERE reference = $1 AND kind = 'TAKEN' ORDER BY product_id",
            order_id,
        )
        items = [Quantity(product_id=r["product_id"], quantity=r["quantity"]) for r in rows]
        return await self._raise_levels(order_id, "GIVEN_BACK", items)

    async def receive(self, receipt_id: UUID, items: Iterable[Quantity]) -> list[int]:
        """Add goods, once per receipt and product. Returns the products that there were none of."""
        return await self._raise_levels(receipt_id, "RECEIVED", list(items))

    async def levels(self, product_ids: Sequence[int]) -> list[Quantity]:
        """Levels of some products."""
        rows = await self._database.fetch(
            "SELECT product_id, available FROM stock.levels WHERE product_id = ANY($1::int[])"
            " ORDER BY product_id",
            product_ids,
        )
        return [Quantity(product_id=r["product_id"], quantity=r["available"]) for r in rows]

    async def below(self, threshold: int) -> list[Quantity]:
        """Products with fewer than `threshold` left."""
        rows = await self._database.fetch(
            "SELECT product_id, available FROM stock.levels WHERE available < $1"
            " ORDER BY available, product_id LIMIT 100",
            threshold,
        )
        return [Quantity(product_id=r["product_id"], quantity=r["available"]) for r in rows]

    async def _raise_levels(
        self, reference: UUID, kind: str, items: Sequence[Quantity]
    ) -> list[int]:
        added = {item.product_id: item.quantity for item in items}
        rows = await self._database.fetch(_MOVE, reference, kind, list(added), list(added.values()))
        return [r["product_id"] for r in rows if r["available"] == added[r["product_id"]]]
