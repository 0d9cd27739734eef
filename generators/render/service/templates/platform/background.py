"""Loops that run beside the requests, for as long as the service does."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from .log import warn

Loop = Callable[[], Awaitable[None]]


class Background:
    """Starts loops, knows which ended, and ends the rest."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.dead: list[str] = []
        """Loops that ended without being told to."""

    def start(self, name: str, loop: Loop) -> None:
        """Run `loop` beside everything else."""

        async def run() -> None:
            await loop()

        task = asyncio.create_task(run(), name=name)
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, name))

    async def stop(self) -> None:
        """End all of them."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        if not self._stopping:
            self.dead.append(name)
            warn("loop-ended", None if task.cancelled() else task.exception(), loop=name)
