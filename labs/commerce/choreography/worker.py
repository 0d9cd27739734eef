"""Performing what was promised, again and again until it has an outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

from labs.commerce.platform.background import kicked, until_done
from labs.commerce.platform.errors import OutcomeUnknownError, UnavailableError
from labs.commerce.platform.events.reactions import Due
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log

_AT_ONCE = 16
_POLL_S = 0.5
"""A kick after each commit does the work; the poll finds what was put off or left behind."""

_FIRST_PAUSE = timedelta(milliseconds=100)
_LONGEST_PAUSE = timedelta(seconds=2)

Perform = Callable[[Due], Awaitable[None]]
"""Performs an action and notes its outcome.

Raises:
    UnavailableError, OutcomeUnknownError: ask again.
"""


class Agenda(Protocol):
    """Where the promised actions are kept."""

    async def claim(self, limit: int) -> list[Due]:
        """Take actions that are due and that nobody performs."""
        ...

    async def put_off(self, due: Due, pause: timedelta) -> None:
        """Let go of an action; it is due again after `pause`."""
        ...

    async def reclaim(self) -> None:
        """Let go of what an earlier life of this replica was performing when it ended."""
        ...


class Worker:
    """Performs a module's actions beside each other, so that a slow one holds up no other."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._kick = asyncio.Event()
        self._running = 0

    def kick(self) -> None:
        """There is something to do."""
        self._kick.set()

    async def run(self, agenda: Agenda, perform: Perform) -> None:
        """Work until cancelled."""
        await until_done(agenda.reclaim, self._log)
        async with asyncio.TaskGroup() as group:
            while True:
                self._kick.clear()
                for due in await self._claimed(agenda):
                    self._running += 1
                    group.create_task(self._work(agenda, due, perform))
                await kicked(self._kick, _POLL_S)

    async def _claimed(self, agenda: Agenda) -> list[Due]:
        room = _AT_ONCE - self._running
        try:
            return await agenda.claim(room) if room else []
        except Exception as error:  # noqa: BLE001 - the database is away: it will be back
            self._log.warning("reactions-failed", error=repr(error))
            return []

    async def _work(self, agenda: Agenda, due: Due, perform: Perform) -> None:
        with entered(Scope(due.request_id, traceparent=due.traceparent)):
            try:
                await perform(due)
            except (UnavailableError, OutcomeUnknownError) as error:
                self._log.info("reaction-waits", action=due.action, error=error.code)
                await self._put_off(agenda, due)
            except Exception as error:  # noqa: BLE001 - a promise is not forgotten for a defect
                self._log.defect(error, due.action)
                await self._put_off(agenda, due)
            finally:
                self._running -= 1
                self.kick()

    async def _put_off(self, agenda: Agenda, due: Due) -> None:
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(due.attempts, 10))
        # the lease would outlast the order's time: whose database fails must say so when it is back
        await until_done(partial(agenda.put_off, due, pause), self._log)
