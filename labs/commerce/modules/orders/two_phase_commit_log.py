"""The coordinator's log: which transactions are under way, and what was decided of them.

Only a decision to commit has to be found here by whoever asks. What is not found, or is another
attempt by now, was rolled back: that is presumed abort.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.platform.database import Database
from labs.commerce.platform.telemetry.context import traceparent

LEASE = timedelta(seconds=5)
"""A coordinator that has not decided by then is taken for dead."""

_decode_purchase = msgspec.json.Decoder(Purchase).decode


class Phase(StrEnum):
    """Where a transaction stands."""

    VOTING = "voting"
    COMMITTING = "committing"
    """Decided: every participant must hear of it, however long that takes."""
    ABORTING = "aborting"
    """Refused for good: what was done is undone, and the order cancelled."""
    COMMITTED = "committed"
    ABORTED = "aborted"


class Undertaking(NamedTuple):
    """A purchase on its way through a distributed transaction."""

    order_id: UUID
    attempt: int
    """Counts from 1."""
    phase: Phase
    reason: str
    """Why it is being aborted."""
    purchase: Purchase
    age: timedelta = timedelta()
    traceparent: str = ""
    """The trace of the request that placed the order; whoever drives for it is in it anyway."""


class CoordinatorLog:
    """Undertakings by order. Whoever holds the lease may decide; all times are the database's."""

    def __init__(self, database: Database, driver: str) -> None:
        self._database = database
        self._driver = driver

    async def open(self, purchase: Purchase) -> Undertaking | None:
        """Note a first attempt, driven by us. None when the order has one."""
        opened = await self._database.execute(
            "INSERT INTO orders.coordinator_log (order_id, phase, purchase, started_at, driver,"
            " leased_until, due_at, traceparent) VALUES ($1, 'voting', $2::text::jsonb,"
            " clock_timestamp(), $3, clock_timestamp() + $4, clock_timestamp(), $5)"
            " ON CONFLICT (order_id) DO NOTHING",
            purchase.order_id,
            msgspec.json.encode(purchase).decode(),
            self._driver,
            LEASE,
            traceparent(),
        )
        return Undertaking(purchase.order_id, 1, Phase.VOTING, "", purchase) if opened else None

    async def enter(self, now: Undertaking, phase: Phase, reason: str = "") -> Undertaking | None:
        """Decide, or note that a decision was carried out. None when somebody else drives it."""
        entered = await self._database.execute(
            "UPDATE orders.coordinator_log SET phase = $4, reason = $5,"
            " leased_until = clock_timestamp() + $6"
            " WHERE order_id = $1 AND attempt = $2 AND phase = $3 AND driver = $7",
            now.order_id,
            now.attempt,
            now.phase.value,
            phase.value,
            reason,
            LEASE,
            self._driver,
        )
        return now._replace(phase=phase, reason=reason) if entered else None

    async def give_up(self, order_id: UUID, reason: str) -> Undertaking | None:
        """Decide against what is being voted on, and drive that. None where it is decided.

        Whoever counted the votes finds out when it wants to decide.
        """
        row = await self._database.fetch_one(
            "UPDATE orders.coordinator_log SET phase = 'aborting', reason = $2, driver = $3,"
            " leased_until = clock_timestamp() + $4"
            " WHERE order_id = $1 AND phase = 'voting'"
            " RETURNING order_id, attempt, phase, reason, purchase::text AS purchase,"
            " clock_timestamp() - started_at AS age, traceparent",
            order_id,
            reason,
            self._driver,
            LEASE,
        )
        return None if row is None else _undertaking(row)

    async def put_off(self, now: Undertaking, pause: timedelta) -> None:
        """Let go of an undertaking; it is due again after `pause`."""
        await self._database.execute(
            "UPDATE orders.coordinator_log SET leased_until = clock_timestamp(),"
            " due_at = clock_timestamp() + $3"
            " WHERE order_id = $1 AND driver = $2 AND attempt = $4",
            now.order_id,
            self._driver,
            pause,
            now.attempt,
        )

    async def claim_due(self, limit: int) -> list[Undertaking]:
        """Take over what nobody drives. Where no decision was made a new attempt begins.

        From that moment on the attempt before it counts as rolled back.
        """
        rows = await self._database.fetch(
            "UPDATE orders.coordinator_log SET driver = $1, leased_until = clock_timestamp() + $2,"
            " attempt = attempt + (phase = 'voting')::int"
            " WHERE order_id IN (SELECT order_id FROM orders.coordinator_log"
            " WHERE phase IN ('voting', 'committing', 'aborting')"
            " AND due_at <= clock_timestamp() AND leased_until <= clock_timestamp()"
            " ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)"
            " RETURNING order_id, attempt, phase, reason, purchase::text AS purchase,"
            " clock_timestamp() - started_at AS age, traceparent",
            self._driver,
            LEASE,
            limit,
        )
        return [_undertaking(row) for row in rows]

    async def reclaim(self) -> None:
        """Let go of what an earlier life of this replica was driving when it ended."""
        await self._database.execute(
            "UPDATE orders.coordinator_log SET leased_until = clock_timestamp()"
            " WHERE driver = $1 AND phase IN ('voting', 'committing', 'aborting')",
            self._driver,
        )

    async def verdict(self, order_id: UUID, attempt: int) -> bool | None:
        """Whether an attempt was committed; None while it is being voted on."""
        row = await self._database.fetch_one(
            "SELECT attempt, phase FROM orders.coordinator_log WHERE order_id = $1", order_id
        )
        if row is None or row["attempt"] != attempt:
            return False
        if row["phase"] == Phase.VOTING:
            return None
        return row["phase"] in (Phase.COMMITTING, Phase.COMMITTED)


def _undertaking(row: Any) -> Undertaking:  # noqa: ANN401 - a driver's row
    return Undertaking(
        row["order_id"],
        row["attempt"],
        Phase(row["phase"]),
        row["reason"],
        _decode_purchase(row["purchase"]),
        row["age"],
        row["traceparent"],
    )
