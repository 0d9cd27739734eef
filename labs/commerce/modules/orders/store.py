"""The tables of orders: the streams are the truth, a row per order says what they amount to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.api import (
    Order,
    OrderCreated,
    OrderItem,
    OrdersWanted,
    OrderTotals,
)
from labs.commerce.modules.orders.state import OWN_EVENTS, Recorded
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.events import schemas
from labs.commerce.platform.messages import Envelope, Event

COLUMNS = (
    "order_id, user_id, status, items::text AS items, total_minor, currency, created_at, reason,"
    " refunded_minor, version"
)
# what happens beside either follows from `changed`, and may put a guard in the place of `given`
CREATE = Change(
    {
        "changed": """
            INSERT INTO orders.orders (order_id, user_id, status, items, total_minor, currency,
                fingerprint, created_at, version)
            VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $8, $9)
            ON CONFLICT (order_id) DO NOTHING RETURNING order_id
        """,
        "appended": """
            INSERT INTO orders.events (order_id, version, event_id, event, schema_version, data,
                at, fingerprint)
            SELECT order_id, told.version, event_id, event, schema_version, data::jsonb, at,
                CASE WHEN told.version = 1 THEN $7 END
            FROM changed, unnest($10::int[], $11::uuid[], $12::text[], $13::int[], $14::text[],
                $15::timestamptz[]) AS told(version, event_id, event, schema_version, data, at)
        """,
    },
    news="EXISTS (SELECT FROM changed)",
)
APPEND = Change(
    {
        "given": "SELECT true",
        "changed": """
            UPDATE orders.orders SET status = $3, reason = $4, version = $2, refunded_minor = $10
            WHERE order_id = $1 AND version = $2 - 1 AND EXISTS (SELECT FROM given)
            RETURNING order_id
        """,
        "appended": """
            INSERT INTO orders.events (order_id, version, event_id, event, schema_version, data, at)
            SELECT order_id, $2, $5, $6, $7, $8::text::jsonb, $9 FROM changed
        """,
    },
    news="EXISTS (SELECT FROM changed)",
)
_KINDS = {kind.__name__: kind for kind in OWN_EVENTS}
_decode_items = msgspec.json.Decoder(list[OrderItem]).decode


class Widened(NamedTuple):
    """A change of an order with what else happens with it, or not at all."""

    change: Change
    values: Sequence[object] = ()
    """Of what else happens."""


OPENING, APPENDING = Widened(CREATE), Widened(APPEND)


class OrdersStore:
    """Streams of events, and each order's state beside them, written in one statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self,
        order: Order,
        stream: Sequence[Recorded],
        fingerprint: bytes,
        told: Sequence[Envelope],
        widened: Widened,
    ) -> bool:
        """Begin a stream that amounts to `order`. False when the order has one already."""
        row = await self._database.change(
            widened.change,
            (
                order.order_id,
                order.user_id,
                order.status,
                msgspec.json.encode(order.items).decode(),
                order.total_minor,
                order.currency,
                fingerprint,
                order.created_at,
                order.version,
                [recorded.version for recorded in stream],
                *(list(column) for column in zip(*map(_written, stream), strict=True)),
                [recorded.at for recorded in stream],
                *widened.values,
            ),
            told,
        )
        return bool(row["is_news"])

    async def append(
        self, order: Order, recorded: Recorded, told: Envelope, widened: Widened
    ) -> bool:
        """Append an event, and note the state after it.

        False when the stream is not at the version before it: somebody else appended first.
        """
        row = await self._database.change(
            widened.change,
            (
                order.order_id,
                recorded.version,
                order.status,
                order.reason,
                *_written(recorded),
                recorded.at,
                order.refunded_minor,
                *widened.values,
            ),
            [told],
        )
        return bool(row["is_news"])

    async def stream(self, order_id: UUID) -> list[Recorded]:
        """An order's events, oldest first."""
        rows = await self._database.fetch(
            "SELECT version, event_id, event, schema_version, data::text AS data, at"
            " FROM orders.events WHERE order_id = $1 ORDER BY version",
            order_id,
        )
        return [recorded(**row) for row in rows]

    async def find(self, order_id: UUID) -> Order | None:
        """One order."""
        row = await self._database.fetch_one(
            f"SELECT {COLUMNS} FROM orders.orders WHERE order_id = $1",  # noqa: S608 - a constant
            order_id,
        )
        return None if row is None else order_of(row)

    async def locked(self, order_id: UUID) -> Order | None:
        """One order, held against changes until the transaction ends."""
        row = await self._database.fetch_one(
            f"SELECT {COLUMNS} FROM orders.orders WHERE order_id = $1 FOR UPDATE",  # noqa: S608 - a constant
            order_id,
        )
        return None if row is None else order_of(row)

    async def fingerprint(self, order_id: UUID) -> bytes | None:
        """What the request that placed the order said."""
        row = await self._database.fetch_one(
            "SELECT fingerprint FROM orders.orders WHERE order_id = $1", order_id
        )
        return None if row is None else bytes(row["fingerprint"])

    async def of_user(self, user_id: UUID, limit: int) -> list[Order]:
        """A user's latest orders."""
        rows = await self._database.fetch(
            f"SELECT {COLUMNS} FROM orders.orders WHERE user_id = $1"  # noqa: S608 - a constant
            " ORDER BY created_at DESC LIMIT $2",
            user_id,
            limit,
        )
        return [order_of(row) for row in rows]

    async def latest(self, wanted: OrdersWanted) -> list[Order]:
        """The latest orders, of one user or of one status where that is asked for."""
        rows = await self._database.fetch(
            f"SELECT {COLUMNS} FROM orders.orders"  # noqa: S608 - a constant
            " WHERE ($1 = '' OR status = $1) AND ($2::uuid IS NULL OR user_id = $2)"
            " ORDER BY created_at DESC LIMIT $3",
            wanted.status,
            wanted.user_id,
            wanted.limit,
        )
        return [order_of(row) for row in rows]

    async def totals(self) -> OrderTotals:
        """How many orders there are, by status."""
        row = await self._database.fetch_one(
            "SELECT count(*) FILTER (WHERE status = 'PENDING') AS pending,"
            " count(*) FILTER (WHERE status = 'CONFIRMED') AS confirmed,"
            " count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled FROM orders.orders"
        )
        return OrderTotals(**row)


def recorded(
    version: int, event_id: UUID, event: str, schema_version: int, data: str, at: datetime
) -> Recorded:
    """An event of a stream, in the version of today whichever it was written in."""
    told = schemas.read(_KINDS[event], schema_version, data.encode())
    return Recorded(version, event_id, told, at)


def order_of(row: Any) -> Order:  # noqa: ANN401 - a driver's row
    """An order as its row tells it."""
    return Order(**{**row, "items": _decode_items(row["items"])})


def _written(told: Recorded) -> tuple[UUID, str, int, str]:
    event = told.event
    data = msgspec.json.encode(_kept(event)).decode()
    return told.event_id, type(event).__name__, event.VERSION, data


def _kept(event: Event) -> Event:
    """A stream is for ever: where a parcel goes and how it is paid are told, and not kept."""
    if isinstance(event, OrderCreated):
        return msgspec.structs.replace(event, payment_method="", address=None)
    return event
