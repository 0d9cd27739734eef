"""The orders made anew from their events, and compared with what their rows say."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.orders.state import IllegalTransitionError, Recorded, fold
from labs.commerce.modules.orders.store import order_of, recorded
from labs.commerce.platform.database import Database
from labs.commerce.platform.events.schemas import UnknownVersionError
from labs.commerce.platform.messages import Message

_PAGE = 500
_SHOWN = 100
"""Differences that are told one by one; there may be as many as there are orders."""

# one statement is one moment: orders go on while they are compared
_COMPARED = """
    WITH page AS (
        SELECT order_id FROM orders.orders WHERE order_id > $1
        UNION SELECT order_id FROM orders.events WHERE order_id > $1
        ORDER BY order_id LIMIT $2),
    streams AS (
        SELECT order_id, jsonb_agg(jsonb_build_object('version', version, 'event_id', event_id,
            'event', event, 'schema_version', schema_version, 'data', data, 'at', at)
            ORDER BY version) AS stream
        FROM orders.events JOIN page USING (order_id) GROUP BY order_id)
    SELECT order_id, stream::text AS stream, user_id, status, items::text AS items, total_minor,
        currency, created_at, reason, refunded_minor, version
    FROM page LEFT JOIN streams USING (order_id) LEFT JOIN orders.orders USING (order_id)
    ORDER BY order_id
"""
_REPAIR = """
    INSERT INTO orders.orders AS o (order_id, user_id, status, items, total_minor, currency,
        created_at, reason, refunded_minor, version, fingerprint)
    SELECT order_id, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10, $2, fingerprint
    FROM orders.events e WHERE order_id = $1 AND version = 1 AND NOT EXISTS (
        SELECT FROM orders.events later WHERE later.order_id = $1 AND later.version > $2)
    ON CONFLICT (order_id) DO UPDATE SET user_id = $3, status = $4, items = $5::text::jsonb,
        total_minor = $6, currency = $7, created_at = $8, reason = $9, refunded_minor = $10,
        version = $2, fingerprint = excluded.fingerprint
"""


class Difference(Message, frozen=True, kw_only=True):
    """An order whose row does not say what its events say."""

    order_id: UUID
    field: str
    """`row` or `stream` where one of them is missing, or the stream makes no sense."""
    row: str
    stream: str


class Comparison(Message, frozen=True, kw_only=True):
    """What comparing every order brought to light."""

    orders: int
    events: int
    differing: int
    """Orders with a difference."""
    repaired: int
    """Rows written anew."""
    differences: list[Difference]


class _Written(msgspec.Struct, frozen=True):
    version: int
    event_id: UUID
    event: str
    schema_version: int
    data: msgspec.Raw
    at: datetime

    def recorded(self) -> Recorded:
        return recorded(
            self.version,
            self.event_id,
            self.event,
            self.schema_version,
            bytes(self.data).decode(),
            self.at,
        )


class _Pair(NamedTuple):
    order_id: UUID
    row: Order | None
    stream: list[_Written]


_decode_stream = msgspec.json.Decoder(list[_Written]).decode


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Goes through every order, page by page, while the shop serves."""

    database: Database

    async def compare(self, *, repair: bool = False) -> Comparison:
        """Fold every stream and compare; on `repair` write the rows that differ anew."""
        orders = events = differing = repaired = 0
        shown: list[Difference] = []
        async for pair in self._pairs():
            orders, events = orders + 1, events + len(pair.stream)
            stream = (written.recorded() for written in pair.stream)
            found, rebuilt = compared(pair.order_id, pair.row, stream)
            differing += bool(found)
            shown += found[: _SHOWN - len(shown)]
            if repair and found and rebuilt is not None:
                repaired += await self._repair(rebuilt)
        return Comparison(
            orders=orders,
            events=events,
            differing=differing,
            repaired=repaired,
            differences=shown,
        )

    async def _pairs(self) -> AsyncIterator[_Pair]:
        after = UUID(int=0)
        while rows := await self.database.fetch(_COMPARED, after, _PAGE):
            for row in rows:
                yield _pair(dict(row))
            after = rows[-1]["order_id"]

    async def _repair(self, order: Order) -> int:
        return await self.database.execute(
            _REPAIR,
            order.order_id,
            order.version,
            order.user_id,
            order.status,
            msgspec.json.encode(order.items).decode(),
            order.total_minor,
            order.currency,
            order.created_at,
            order.reason,
            order.refunded_minor,
        )


def compared(
    order_id: UUID, row: Order | None, stream: Iterable[Recorded]
) -> tuple[list[Difference], Order | None]:
    """How an order's row differs from the fold of its stream, and that fold."""
    try:
        rebuilt = fold(stream)
    except (IllegalTransitionError, UnknownVersionError) as error:
        return [_difference(order_id, "stream", row is not None, str(error))], None
    if row is None or rebuilt is None:
        missing = "row" if row is None else "stream"
        return [_difference(order_id, missing, row is not None, rebuilt is not None)], rebuilt
    return list(_unlike(row, rebuilt)), rebuilt


def _unlike(row: Order, rebuilt: Order) -> Iterator[Difference]:
    for name in row.__struct_fields__:
        one, other = getattr(row, name), getattr(rebuilt, name)
        if one != other:
            yield _difference(row.order_id, name, one, other)


def _difference(order_id: UUID, field: str, row: object, stream: object) -> Difference:
    return Difference(order_id=order_id, field=field, row=str(row), stream=str(stream))


def _pair(row: dict[str, Any]) -> _Pair:
    stream = row.pop("stream")
    order = None if row["status"] is None else order_of(row)
    return _Pair(row["order_id"], order, [] if stream is None else _decode_stream(stream))
