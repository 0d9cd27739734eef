"""What events made a module promise to do: kept with the event's mark, performed after it.

A handler runs inside the inbox's transaction, where nobody may be called over the network.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.scope import current
from labs.commerce.platform.telemetry.context import traceparent

LEASE = timedelta(seconds=10)
"""A worker that has not finished an action by then is taken for dead."""

_PREPARE = """
    INSERT INTO platform.reactions AS r (module, action, order_id, brief) VALUES ($1, $2, $3, $4)
    ON CONFLICT (order_id, module, action) DO UPDATE SET brief = excluded.brief
    WHERE NOT r.is_done
"""
_CALL = """
    INSERT INTO platform.reactions AS r (
        module, action, order_id, brief, called_for, request_id, traceparent)
    VALUES ($1, $2, $3, $4, true, $5, $6) ON CONFLICT (order_id, module, action)
    DO UPDATE SET called_for = true, brief = coalesce(r.brief, excluded.brief),
        request_id = excluded.request_id, traceparent = excluded.traceparent
"""
_CLAIM = """
    UPDATE platform.reactions SET worker = $2, attempts = attempts + 1,
        due_at = clock_timestamp() + $3
    WHERE (order_id, module, action) IN (
        SELECT order_id, module, action FROM platform.reactions
        WHERE module = $1 AND called_for AND NOT is_done AND brief IS NOT NULL
            AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
    RETURNING action, order_id, brief, attempts, request_id, traceparent
"""
# the brief has served, and an address is not kept for nothing
_FINISH = Change(
    {
        "finished": """
            UPDATE platform.reactions SET is_done = true, brief = NULL, refusal = $4
            WHERE module = $1 AND action = $2 AND order_id = $3 AND NOT is_done RETURNING order_id
        """
    },
    news="EXISTS (SELECT FROM finished)",
)


class Due(NamedTuple):
    """An action to perform now."""

    action: str
    order_id: UUID
    brief: bytes
    attempts: int
    """Counts from 1."""
    request_id: str
    traceparent: str = ""
    """The trace of what called for it."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """A module's promised actions, by order. All times are the database's."""

    database: Database
    module: str
    worker: str
    on_called: Callable[[], None]
    """Told after the commit that there is something to do."""

    async def prepare(self, action: str, order_id: UUID, brief: bytes) -> None:
        """Keep what an action has to know. It is called for later, or was called for too early."""
        await self.database.execute(_PREPARE, self.module, action, order_id, brief)

    async def call(self, action: str, order_id: UUID, brief: bytes | None = None) -> None:
        """Call for an action. It waits for its brief if that has not been told yet."""
        origin = (current().request_id, traceparent())
        async with self.database.transaction() as transaction:
            await self.database.execute(_CALL, self.module, action, order_id, brief, *origin)
            transaction.on_commit.append(self.on_called)

    async def claim(self, limit: int) -> list[Due]:
        """Take actions that are due and that nobody performs."""
        rows = await self.database.fetch(_CLAIM, self.module, self.worker, LEASE, limit)
        return [Due(**row) for row in rows]

    async def finish(self, due: Due, refusal: str = "", *told: Envelope) -> None:
        """Note that an action has ended, or why it never can; and tell of it.

        Nothing is told where another worker noted it before.
        """
        values = (self.module, due.action, due.order_id, refusal)
        await self.database.change(_FINISH, values, told)

    async def put_off(self, due: Due, pause: timedelta) -> None:
        """Let go of an action; it is due again after `pause`."""
        await self.database.execute(
            "UPDATE platform.reactions SET due_at = clock_timestamp() + $4"
            " WHERE module = $1 AND action = $2 AND order_id = $3 AND worker = $5",
            self.module,
            due.action,
            due.order_id,
            pause,
            self.worker,
        )

    async def reclaim(self) -> None:
        """Let go of what an earlier life of this replica was performing when it ended."""
        await self.database.execute(
            # events arrive already: waiting for their rows in another order would be a deadlock
            "UPDATE platform.reactions SET due_at = clock_timestamp()"
            " WHERE (order_id, module, action) IN ("
            " SELECT order_id, module, action FROM platform.reactions"
            " WHERE module = $1 AND worker = $2 AND called_for AND NOT is_done"
            " FOR UPDATE SKIP LOCKED)",
            self.module,
            self.worker,
        )
