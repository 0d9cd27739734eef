"""Reading the shop's stores for an audit, wherever the modules' tables are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import msgspec

from labs.observe.audit import Evidence, OrderRow

READ_WITHIN_S = 5.0

_HOLDERS = "SELECT nspname FROM pg_namespace WHERE nspname = ANY($1::text[])"
_ORDERS = "SELECT order_id, status, total_minor, items FROM orders.orders"
_LEDGER = """
SELECT order_id, kind, amount_minor FROM payments.ledger WHERE kind IN ('CAPTURED', 'REFUNDED')
"""
_LEVELS = "SELECT product_id, available FROM stock.levels"
_MOVEMENTS = "SELECT reference, product_id, kind, delta FROM stock.movements"
RECEIVED = "RECEIVED"
"""The kind of movement that no order causes."""

Rows = list[Any]


@dataclass(slots=True)
class _Stores:
    """The rows of each module that was found and answered."""

    rows: dict[str, Rows] = field(default_factory=dict)

    async def read(self, url: str) -> None:
        """Add what the database at `url` holds; a database that does not answer adds nothing."""
        try:
            connection = await asyncpg.connect(url, timeout=READ_WITHIN_S)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return
        try:
            held = await connection.fetch(_HOLDERS, ["orders", "payments", "stock"])
            # one snapshot: levels and movements of the same moment
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                for (schema,) in held:
                    await self._read_module(connection, schema)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return
        finally:
            connection.terminate()

    async def _read_module(self, connection: Any, schema: str) -> None:  # noqa: ANN401 - untyped driver
        queries = {
            "orders": {"orders": _ORDERS},
            "payments": {"ledger": _LEDGER},
            "stock": {"levels": _LEVELS, "movements": _MOVEMENTS},
        }
        for name, query in queries[schema].items():
            self.rows[name] = await connection.fetch(query, timeout=READ_WITHIN_S)


async def read_evidence(databases: Iterable[str], accepted: Iterable[str] = ()) -> Evidence:
    """The rows an audit needs, from every database of a lab.

    `accepted` are the orders that customers were told about. Stores are read one after the other,
    so an order that is under way meanwhile may look half done: audit a shop at rest.
    """
    stores = _Stores()
    for url in databases:
        await stores.read(url)
    return evidence_of(stores.rows, frozenset(accepted))


def evidence_of(rows: Mapping[str, Rows], accepted: frozenset[str]) -> Evidence:
    """The rows of the stores as evidence; what is missing stays unknown."""
    return Evidence(
        orders=_orders(rows["orders"]) if "orders" in rows else None,
        captures=_amounts(rows["ledger"], "CAPTURED") if "ledger" in rows else None,
        refunds=_amounts(rows["ledger"], "REFUNDED") if "ledger" in rows else None,
        takes=_takes(rows["movements"]) if "movements" in rows else None,
        levels=dict(map(tuple, rows["levels"])) if "levels" in rows else None,
        movements=_sums(rows["movements"]) if "movements" in rows else None,
        accepted=accepted,
    )


def _orders(rows: Rows) -> dict[str, OrderRow]:
    return {
        str(order): OrderRow(status, total, _quantities(items))
        for order, status, total, items in rows
    }


def _quantities(items: str) -> dict[int, int]:
    lines = msgspec.json.decode(items)
    return {line["productId"]: line["quantity"] for line in lines}


def _amounts(rows: Rows, wanted: str) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for order, kind, amount in rows:
        if kind == wanted:
            found[str(order)].append(amount)
    return {order: tuple(amounts) for order, amounts in found.items()}


def _takes(rows: Rows) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for reference, product, kind, delta in rows:
        if kind != RECEIVED:
            found[str(reference)][product] -= delta
    return {order: dict(products) for order, products in found.items()}


def _sums(rows: Rows) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for _, product, _, delta in rows:
        sums[product] += delta
    return dict(sums)
