"""Work that its customer waits for, and that goes on when the customer hangs up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from labs.commerce.platform.scope import Scope, current, entered, tightened
from labs.commerce.platform.telemetry import Log

MARGIN = 0.75
"""The part of the time left that is spent waiting. The rest is for what came before the wait and
for the answer: a gateway that gives up first takes slow orders for failures, and after a few of
them the whole service for down."""


@dataclass(frozen=True, slots=True)
class Driving:
    """Starts work on behalf of a request."""

    timeout_s: float
    log: Log
    _under_way: set["asyncio.Task[None]"] = field(default_factory=set)

    async def wait(self, work: Callable[[], Awaitable[object]]) -> None:
        """Begin, and wait for the end for a while."""
        # The work must not stop when its customer hangs up, so the deadline is not inherited.
        scope = current().detached()
        task = asyncio.create_task(self._do(work, scope))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait({task}, timeout=tightened(self.timeout_s) * MARGIN)
        current().hops += scope.hops

    async def _do(self, work: Callable[[], Awaitable[object]], scope: Scope) -> None:
        with entered(scope):
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the recovery takes over when the lease ends
                self.log.warning("work-dropped", error=repr(error))
