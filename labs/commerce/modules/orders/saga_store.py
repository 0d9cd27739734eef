"""The table of sagas: where each stands, and who drives it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import Saga, withdrawn
from labs.commerce.modules.orders.store import APPEND, CREATE, Widened
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.durability import IS_SOON, SOON
from labs.commerce.platform.telemetry.context import traceparent

LEASE = timedelta(seconds=5)
"""A driver that does not report for this long is taken for dead."""

# when it is due stays as it is, which spares the index on it a line for every note
_NOTE = """
    UPDATE orders.sagas SET status = $3, saga = $4::text::jsonb,
        leased_until = clock_timestamp() + $5
"""
_OURS = "order_id = $1 AND driver = $2"
_SAVE = f"{_NOTE} WHERE {_OURS}"
_SAVE_SOON = f"{SOON} {_NOTE} FROM soon WHERE {IS_SOON} AND {_OURS}"
_PUT_OFF = f"""
    UPDATE orders.sagas SET status = $3, saga = $4::text::jsonb,
        leased_until = clock_timestamp(), due_at = clock_timestamp() + $5
    WHERE {_OURS}
"""  # noqa: S608 - constants

_BEGIN = CREATE.beside(
    {
        "begun": """
            INSERT INTO orders.sagas (order_id, status, saga, purchase, started_at, driver,
                leased_until, due_at, traceparent)
            SELECT order_id, $1, $2::text::jsonb, $3::text::jsonb, clock_timestamp(), $4,
                clock_timestamp() + $5, clock_timestamp(), $6
            FROM changed
        """
    }
)
_END = APPEND.beside(
    {
        "given": f"SELECT FROM orders.sagas WHERE {_OURS} FOR UPDATE",
        "noted": f"{_NOTE} WHERE order_id = (SELECT order_id FROM changed)",  # noqa: S608 - constants
    }
)

_encode = msgspec.json.encode
_decode_saga = msgspec.json.Decoder(Saga).decode
_decode_purchase = msgspec.json.Decoder(Purchase).decode


class Driven(NamedTuple):
    """A saga with what its steps need."""

    saga: Saga
    purchase: Purchase
    age: timedelta
    traceparent: str
    """The trace of the request that placed the order."""


class SagaStore:
    """Sagas by order. Whoever holds the lease may move one on; all times are the database's."""

    def __init__(self, database: Database, driver: str) -> None:
        self._database = database
        self._driver = driver

    async def add(self, saga: Saga, purchase: Purchase) -> bool:
        """Note a new saga, driven by us. False when the order has one."""
        return bool(
            await self._database.execute(
                "INSERT INTO orders.sagas (order_id, status, saga, purchase, started_at, driver,"
                " leased_until, due_at, traceparent)"
                " VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb,"
                " clock_timestamp(), $5, clock_timestamp() + $6, clock_timestamp(), $7)"
                " ON CONFLICT (order_id) DO NOTHING",
                saga.order_id,
                *self._first(saga, purchase),
            )
        )

    def beginning(self, saga: Saga, purchase: Purchase) -> Widened:
        """What opens an order, and notes its new saga, driven by us, with it."""
        return Widened(_BEGIN, self._first(saga, purchase))

    def ending(self, saga: Saga) -> Widened:
        """What ends an order, and notes how far its saga got with it, if we drive it still."""
        return Widened(_END, self._values(saga, LEASE))

    async def save(self, saga: Saga) -> bool:
        """Note how far a saga got and keep the lease. False when somebody else drives it now.

        Between steps of others nobody waits for the disk: a note that a crash of the server loses
        means that a step is asked for again, and every step answers a repetition with its first
        outcome. In a transaction the note is as durable as the rest of it.
        """
        statement = _SAVE if self._database.in_transaction else _SAVE_SOON
        return bool(await self._database.execute(statement, *self._values(saga, LEASE)))

    async def put_off(self, saga: Saga, pause: timedelta) -> bool:
        """Note how far a saga got and let go of it; it is due again after `pause`."""
        return bool(await self._database.execute(_PUT_OFF, *self._values(saga, pause)))

    async def claim_due(self, limit: int) -> list[Driven]:
        """Take over unfinished sagas that are due and that nobody drives."""
        rows = await self._database.fetch(
            "UPDATE orders.sagas SET driver = $1, leased_until = clock_timestamp() + $2"
            " WHERE order_id IN (SELECT order_id FROM orders.sagas"
            " WHERE status IN ('running', 'compensating') AND due_at <= clock_timestamp()"
            " AND leased_until <= clock_timestamp()"
            " ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)"
            " RETURNING saga::text AS saga, purchase::text AS purchase,"
            " clock_timestamp() - started_at AS age, traceparent",
            self._driver,
            LEASE,
            limit,
        )
        return [_driven(row) for row in rows]

    async def reclaim(self) -> None:
        """Let go of what an earlier life of this replica was driving when it ended."""
        await self._database.execute(
            "UPDATE orders.sagas SET leased_until = clock_timestamp()"
            " WHERE driver = $1 AND status IN ('running', 'compensating')",
            self._driver,
        )

    async def turn_back(self, order_id: UUID, code: str) -> Driven | None:
        """Take over a saga that goes forwards, or has ended well, and note that it goes back.

        Whoever drove it finds out when it reports. None when it goes back already, or did.
        """
        async with self._database.transaction():
            row = await self._database.fetch_one(
                "SELECT saga::text AS saga, purchase::text AS purchase, traceparent,"
                " clock_timestamp() - started_at AS age FROM orders.sagas"
                " WHERE order_id = $1 AND status IN ('running', 'completed') FOR UPDATE",
                order_id,
            )
            if row is None:
                return None
            driven = _driven(row)
            turned = withdrawn(driven.saga, code)
            await self._database.execute(
                "UPDATE orders.sagas SET status = $2, saga = $3::text::jsonb, driver = $4,"
                " leased_until = clock_timestamp() + $5, due_at = clock_timestamp()"
                " WHERE order_id = $1",
                order_id,
                turned.status.value,
                _encode(turned).decode(),
                self._driver,
                LEASE,
            )
        return driven._replace(saga=turned)

    async def find(self, order_id: UUID) -> Saga | None:
        """An order's saga."""
        row = await self._database.fetch_one(
            "SELECT saga::text AS saga FROM orders.sagas WHERE order_id = $1", order_id
        )
        return None if row is None else _decode_saga(row["saga"])

    def _first(self, saga: Saga, purchase: Purchase) -> Sequence[object]:
        written = (_encode(saga).decode(), _encode(purchase).decode())
        return saga.status.value, *written, self._driver, LEASE, traceparent()

    def _values(self, saga: Saga, time: timedelta) -> Sequence[object]:
        status, written = saga.status.value, _encode(saga).decode()
        return saga.order_id, self._driver, status, written, time


def _driven(row: Any) -> Driven:  # noqa: ANN401 - a driver's row
    saga, purchase = _decode_saga(row["saga"]), _decode_purchase(row["purchase"])
    return Driven(saga, purchase, row["age"], row["traceparent"])
