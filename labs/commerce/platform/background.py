"""The loops that run for as long as a deployable does, and whether they still do."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

from labs.commerce.platform.telemetry import Log, Metrics

Loop = Callable[[], Awaitable[None]]

_LOOK_S = 0.1
_AGAIN_S = 0.2


class Background:
    """Runs loops side by side. One that ends by itself is dead, and somebody must be told."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._tasks: list[asyncio.Task[None]] = []
        self.dead: list[str] = []
        """Loops that ended although nobody stopped them."""

    def start(self, loops: Iterable[tuple[str, Loop]]) -> None:
        """Start every loop under its name."""
        self._tasks += [asyncio.create_task(self._watched(name, loop)) for name, loop in loops]

    async def stop(self) -> None:
        """End every loop and wait for it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _watched(self, name: str, loop: Loop) -> None:
        try:
            await loop()
            reason = "ended"
        except Exception as error:  # noqa: BLE001 - whatever it was, the loop runs no more
            reason = repr(error)
        self.dead.append(name)
        self._log.error("background-loop-died", loop=name, error=reason)


async def kicked(kick: asyncio.Event, within_s: float) -> bool:
    """Wait for a kick, but no longer than that. Returns whether there was one.

    Who waits clears it, so as to say which kicks the work that follows answers.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            return await kick.wait()
    return False


async def until_done(work: Loop, log: Log) -> None:
    """Do what cannot be left undone, again until it worked.

    A loop that dies because the database was away leaves its deployable unready for good.
    """
    while True:
        try:
            return await work()
        except Exception as error:  # noqa: BLE001 - the database is away: it will be back
            log.warning("not-done-yet", error=repr(error))
        await asyncio.sleep(_AGAIN_S)


async def watch_lag(metrics: Metrics, observe: Callable[[float, float], None]) -> None:
    """Measure how late the event loop is: what it is late by, every request waits besides.

    `observe` hears that, and how long the look took, both in seconds.
    """
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _LOOK_S
        await asyncio.sleep(_LOOK_S)
        lag_s = max(0.0, loop.time() - due)
        metrics.gauge("shop_loop_lag_seconds", lag_s)
        observe(lag_s, lag_s + _LOOK_S)
