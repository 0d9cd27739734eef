"""Reading the log for a deployable, from where its cursor stands, for as long as it lives."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from labs.commerce.platform.brokers.port import Broker, Delivery, LogBrokenError, Reading
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.events.cursor import LEASE_S, Cursor, OvertakenError
from labs.commerce.platform.events.outbox import decode_envelope
from labs.commerce.platform.messages import Message
from labs.commerce.platform.telemetry import Log

_BATCH = 128
"""Events that may share a transaction."""

_PATIENCE_S = 1.0
_RENEWED_S = LEASE_S / 3
_PAUSE_S = 0.25
"""Before another beginning, when the log or the database is away."""

_STANDBY_S = 1.0
"""How often a replica looks whether the one that reads has died."""

Receive = Callable[[int, Sequence[Delivery]], Awaitable[None]]
"""Takes deliveries in the order of the log, and moves the cursor past them from where it stood."""


class Lag(Message, frozen=True, kw_only=True):
    """How far a reader is behind the log."""

    events: int
    seconds: float
    """Age of what it knows: 0 when it knows everything."""


class EventReader:
    """Reads with one replica at a time, since two would overtake each other."""

    def __init__(
        self, broker: Broker, cursor: Cursor, subjects: Sequence[str], clock: Clock, log: Log
    ) -> None:
        self._broker = broker
        self._cursor = cursor
        self.subjects = subjects
        self._clock = clock
        self._log = log
        self._pending = 0
        self._knows_until: datetime | None = None

    @property
    def lag(self) -> Lag | None:
        """How far behind we are; None while another replica reads."""
        if self._knows_until is None:
            return None
        age = (self._clock.now() - self._knows_until).total_seconds()
        is_behind = self._pending > 0 or age > LEASE_S
        return Lag(events=self._pending, seconds=round(max(0.0, age), 3) if is_behind else 0.0)

    async def run(self, receive: Receive) -> None:
        """Read until cancelled."""
        while True:
            try:
                position = await self._cursor.take()
                if position is None:
                    self._knows_until = None
                    await asyncio.sleep(_STANDBY_S)
                    continue
                async with self._broker.read(self.subjects, position) as reading:
                    await self._follow(reading, position, receive)
            except (LogBrokenError, OvertakenError) as error:
                self._log.info("reading-ended", reason=error.code)
            except Exception as error:  # noqa: BLE001 - broker or database away: they will be back
                self._log.warning("reading-failed", error=repr(error))
            await asyncio.sleep(_PAUSE_S)

    async def _follow(self, reading: Reading, position: int, receive: Receive) -> None:
        """Hand over what comes; keep the lease while nothing does."""
        renewed = time.monotonic()
        self._knows_until = self._knows_until or self._clock.now()
        while True:
            batch = await reading.next(_BATCH, _PATIENCE_S)
            if batch:
                await receive(position, batch)
                position = batch[-1].position
            self._note(reading.pending, batch)
            if not batch and time.monotonic() - renewed > _RENEWED_S:
                renewed = time.monotonic()
                noted = await self._cursor.take()
                if noted is None or noted < position:
                    raise OvertakenError

    def _note(self, pending: int, batch: Sequence[Delivery]) -> None:
        self._pending = pending
        if pending == 0:
            self._knows_until = self._clock.now()
        elif batch:
            self._knows_until = _moment(batch[-1])


def _moment(delivery: Delivery) -> datetime | None:
    try:
        return decode_envelope(delivery.data).at
    except ValueError:
        return None
