"""Reading the stores of the shop's modules, wherever the modules' tables are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

READ_WITHIN_S = 5.0

_QUERIES: Mapping[str, Mapping[str, str]] = {
    "orders": {
        "orders": "SELECT order_id, status, total_minor, items, refunded_minor FROM orders.orders",
        "sagas": "SELECT order_id, status FROM orders.sagas"
        " WHERE status NOT IN ('completed', 'compensated')"
        " UNION ALL SELECT order_id, 'withdrawal' FROM orders.withdrawals",
        "voted": "SELECT order_id, phase FROM orders.coordinator_log"
        " WHERE phase NOT IN ('committed', 'aborted')",
    },
    "payments": {
        "ledger": "SELECT order_id, kind, amount_minor FROM payments.ledger"
        " WHERE kind IN ('CAPTURED', 'REFUNDED')",
        "owed": "SELECT order_id, coalesce(owed, status) FROM payments.payments"
        " WHERE owed IS NOT NULL OR status = 'PENDING'"
        " UNION ALL SELECT order_id, 'REFUND' FROM payments.refunds WHERE is_owed",
    },
    "payment_provider": {
        "provider": "SELECT reference, kind, amount_minor FROM payment_provider.ledger",
    },
    "stock": {
        "levels": "SELECT product_id, available FROM stock.levels",
        "movements": "SELECT reference, product_id, kind, delta FROM stock.movements",
    },
    "reservations": {
        "held": "SELECT order_id, status FROM reservations.reservations"
        " WHERE status IN ('PENDING', 'HELD')",
    },
    "shipping": {
        "parcels": "SELECT order_id FROM shipping.shipments"
        " WHERE status NOT IN ('CANCELLED', 'REFUSED')",
    },
    "order_status": {
        "told": "SELECT order_id, event, count(*) FROM order_status.timeline GROUP BY 1, 2",
    },
    "notifications": {
        "letters": "SELECT params->>'orderId',"
        " concat_ws(' ', kind, params->>'status', params->>'refundId'), count(*)"
        " FROM notifications.mailbox WHERE params ? 'orderId' GROUP BY 1, 2",
    },
    "mailbox": {
        "mails": "SELECT message_id, count(*) FROM mailbox.letters GROUP BY 1",
    },
    "platform": {
        "waiting": "SELECT subject, count(*) FROM platform.outbox GROUP BY 1"
        " UNION ALL SELECT event, count(*) FROM platform.deferred WHERE NOT is_dead GROUP BY 1",
        "parked": "SELECT consumer, count(*) FROM platform.dead_letters GROUP BY 1",
        "promised": "SELECT order_id, action FROM platform.reactions"
        " WHERE called_for AND NOT is_done OR refusal <> ''",
        "in_doubt": "SELECT gid, extract(epoch FROM now() - prepared)::int FROM pg_prepared_xacts"
        " WHERE database = current_database()",
    },
}
"""Schema -> what is read of it. Every database has the platform's; any other is in one."""

_HOLDERS = "SELECT nspname FROM pg_namespace WHERE nspname = ANY($1::text[])"

Rows = list[Any]
"""Rows of one query, as the driver gives them."""


@dataclass(slots=True)
class _Stores:
    """The rows of each store that was found and answered."""

    rows: dict[str, Rows] = field(default_factory=dict)
    silent: bool = False
    """A database did not answer: what all of them hold together is not known."""

    async def read(self, url: str) -> None:
        """Add what the database at `url` holds; a database that does not answer adds nothing."""
        try:
            connection = await asyncpg.connect(url, timeout=READ_WITHIN_S)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            self.silent = True
            return
        try:
            held = await connection.fetch(_HOLDERS, list(_QUERIES))
            # one snapshot: levels and movements of the same moment
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                for (schema,) in held:
                    await self._read_schema(connection, schema)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            self.silent = True
        finally:
            connection.terminate()

    async def _read_schema(self, connection: Any, schema: str) -> None:  # noqa: ANN401 - untyped driver
        for name, query in _QUERIES[schema].items():
            found = await connection.fetch(query, timeout=READ_WITHIN_S)
            self.rows.setdefault(name, []).extend(found)

    def complete(self) -> Mapping[str, Rows]:
        """The rows, without those of which some may be missing."""
        if not self.silent:
            return self.rows
        return {name: rows for name, rows in self.rows.items() if name not in _QUERIES["platform"]}


async def read_rows(databases: Iterable[str]) -> Mapping[str, Rows]:
    """The rows of every query that was answered in full, from every database of a lab."""
    stores = _Stores()
    for url in databases:
        await stores.read(url)
    return stores.complete()
