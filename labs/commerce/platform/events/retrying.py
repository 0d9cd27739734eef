"""Trying again what failed, in the order of its key."""

import asyncio

from labs.commerce.platform.background import kicked
from labs.commerce.platform.database import Database
from labs.commerce.platform.events.consuming import failure
from labs.commerce.platform.events.cursor import Cursor
from labs.commerce.platform.events.deferring import Deferred, Waiting
from labs.commerce.platform.events.inbox import Inbox
from labs.commerce.platform.events.outbox import decode_envelope
from labs.commerce.platform.telemetry import Log, Metrics

_AT_ONCE = 32
_LOOK_S = 0.1
_IDLE_S = 1.0
"""How often to look where nothing waits."""


class Retrying:
    """Runs in every replica; the lock of the event's row decides between them."""

    def __init__(
        self, database: Database, cursor: Cursor, inbox: Inbox, log: Log, metrics: Metrics
    ) -> None:
        self._database = database
        self._cursor = cursor
        self._inbox = inbox
        self._deferred = Deferred(database)
        self._log = log
        self._metrics = metrics
        self._kick = asyncio.Event()

    def kick(self) -> None:
        """There may be something to try again."""
        self._kick.set()

    async def run(self) -> None:
        """Retry until cancelled."""
        while True:
            try:
                pause_s = _LOOK_S if await self.retry_due() else _IDLE_S
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self._log.warning("retries-failed", error=repr(error))
                pause_s = _IDLE_S
            self._kick.clear()
            await kicked(self._kick, pause_s)

    async def retry_due(self) -> int:
        """Try what is due. Returns how many events wait to be tried again."""
        known = await self._deferred.next(_AT_ONCE)
        for waiting in known:
            if waiting.is_due:
                await self._retry(waiting)
        return len(known)

    async def _retry(self, waiting: Waiting) -> None:
        try:
            outcome = await self._handle(waiting)
        except Exception as error:  # noqa: BLE001 - whatever failed, the event must not be lost
            failed = failure(error, waiting.attempts + 1)
            await self._deferred.again(waiting, failed)
            outcome = "parked" if failed.is_final else "deferred"
            self._log.warning(f"event-{outcome}", consumer=waiting.consumer, error=failed.error)
        labels = {"consumer": waiting.consumer, "event": waiting.event, "outcome": outcome}
        self._metrics.count("shop_events_consumed_total", **labels)

    async def _handle(self, waiting: Waiting) -> str:
        """Handle an event and let it go in one transaction: what comes behind it sees both."""
        async with self._database.transaction():
            await self._cursor.stop()
            if not await self._deferred.lock(waiting):
                return "repeated"
            is_new = await self._inbox.mark(waiting.consumer, waiting.event_id)
            if is_new:
                await self._inbox.handle(waiting.consumer, decode_envelope(waiting.payload))
            await self._deferred.remove(waiting.consumer, waiting.event_id)
        return "handled" if is_new else "repeated"
