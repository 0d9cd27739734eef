"""What happened to one order, and when: from the stores, so that it needs no trace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

READ_WITHIN_S = 5.0

_TABLES = "SELECT to_regclass($1) IS NOT NULL"
_EVENTS: Mapping[str, str] = {
    "orders.events": "SELECT event_id, event, at, '' AS detail FROM orders.events"
    " WHERE order_id = $1",
    "order_status.timeline": "SELECT event_id, event, at, detail FROM order_status.timeline"
    " WHERE order_id = $1",
}
_SAGA = "SELECT saga::text FROM orders.sagas WHERE order_id = $1"
_HANDLED = "SELECT consumer, event_id, handled_at FROM platform.inbox WHERE event_id = ANY($1)"
_DEFERRED = "SELECT consumer, event_id, error FROM platform.deferred WHERE event_id = ANY($1)"


@dataclass(frozen=True, slots=True)
class Handling:
    """One module's handling of an event."""

    module: str
    at: datetime | None
    """None: it waits, or was parked."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the order."""

    at: datetime
    event: str
    detail: str = ""
    handled: tuple[Handling, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """A step of the order's saga, as the saga's row has it."""

    action: str
    service: str
    status: str
    attempts: int = 0
    error: str = ""
    compensation: str | None = None


class _Saga(msgspec.Struct, frozen=True):
    status: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """An order's events in time, and how far its saga is."""

    happenings: tuple[Happening, ...] = ()
    saga: str = ""
    """Its status; empty where nobody coordinates the checkout."""
    steps: tuple[Step, ...] = ()


Rows = Sequence[Any]


async def read_timeline(databases: Iterable[str], order_id: UUID) -> Timeline:
    """What the databases of a lab tell of an order; a database that does not answer is left out."""
    connections = [c for url in databases if (c := await _connected(url)) is not None]
    try:
        events = [row for c in connections for row in await _events(c, order_id)]
        sagas = [
            row for c in connections for row in await _asked(c, "orders.sagas", _SAGA, order_id)
        ]
        ids = list({row["event_id"] for row in events})
        handled = [row for c in connections for row in await c.fetch(_HANDLED, ids)]
        deferred = [row for c in connections for row in await c.fetch(_DEFERRED, ids)]
    finally:
        for connection in connections:
            connection.terminate()
    return timeline(events, handled, deferred, sagas[0][0] if sagas else "")


def timeline(events: Rows, handled: Rows, deferred: Rows, saga: str) -> Timeline:
    """Rows as a timeline. The first row of an event tells when it happened."""
    handlings: dict[UUID, list[Handling]] = defaultdict(list)
    for row in handled:
        handlings[row["event_id"]].append(Handling(row["consumer"], row["handled_at"]))
    for row in deferred:
        handlings[row["event_id"]].append(Handling(row["consumer"], None, row["error"]))
    found: dict[UUID, Happening] = {}
    for row in sorted(events, key=lambda row: row["at"]):
        before = found.get(row["event_id"])
        found[row["event_id"]] = Happening(
            before.at if before else row["at"],
            row["event"],
            row["detail"] or (before.detail if before else ""),
            tuple(sorted(handlings[row["event_id"]], key=_when)),
        )
    driven = msgspec.json.decode(saga, type=_Saga) if saga else _Saga("", ())
    return Timeline(
        tuple(sorted(found.values(), key=lambda each: each.at)), driven.status, driven.steps
    )


def _when(handling: Handling) -> tuple[bool, float, str]:
    """By time; what waits comes last."""
    at = handling.at
    return at is None, at.timestamp() if at else 0.0, handling.module


async def _connected(url: str) -> Any:  # noqa: ANN401 - untyped driver
    try:
        return await asyncpg.connect(url, timeout=READ_WITHIN_S, command_timeout=READ_WITHIN_S)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return None


async def _events(connection: Any, order_id: UUID) -> Rows:  # noqa: ANN401 - untyped driver
    queries = _EVENTS.items()
    return [row for table, q in queries for row in await _asked(connection, table, q, order_id)]


async def _asked(connection: Any, table: str, query: str, order_id: UUID) -> Rows:  # noqa: ANN401 - untyped driver
    """The rows of a query where the database has the table."""
    held = await connection.fetchval(_TABLES, table)
    rows: Rows = await connection.fetch(query, order_id) if held else ()
    return rows
