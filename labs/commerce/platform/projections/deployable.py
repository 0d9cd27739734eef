"""A deployable's projections: how far behind each is, and its rebuilds."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import DomainError, NotFoundError
from labs.commerce.platform.events.deferring import Deferred
from labs.commerce.platform.events.reading import EventReader
from labs.commerce.platform.messages import Message
from labs.commerce.platform.projections.projection import Projection
from labs.commerce.platform.projections.rebuilding import Rebuilder
from labs.commerce.platform.telemetry import Log, Metrics


class Rebuild(Message, frozen=True, kw_only=True):
    """The latest rebuild of a projection in this replica."""

    status: str
    """`running`, `done` or `failed`."""
    started_at: datetime
    ended_at: datetime | None = None
    events: int = 0
    """How many were applied."""
    error: str = ""


class ProjectionState(Message, frozen=True, kw_only=True):
    """What is known about a projection."""

    projection: str
    lag_events: int | None
    """None where another replica reads the log."""
    lag_seconds: float | None
    waiting: int
    """Events that it could not apply yet, dead letters included."""
    rebuild: Rebuild | None


@dataclass(frozen=True, slots=True)
class Projections:
    """By the module that keeps it; a module has one at most."""

    known: Mapping[str, Projection]
    rebuilder: Rebuilder
    reader: EventReader
    deferred: Deferred
    clock: Clock
    log: Log
    _rebuilds: dict[str, Rebuild] = field(default_factory=dict)
    _tasks: dict[str, "asyncio.Task[None]"] = field(default_factory=dict)

    async def states(self) -> list[ProjectionState]:
        """Every projection's state."""
        waiting, lag = dict(await self.deferred.counts()), self.reader.lag
        return [
            ProjectionState(
                projection=module,
                lag_events=None if lag is None else lag.events,
                lag_seconds=None if lag is None else lag.seconds,
                waiting=waiting.get(module, 0),
                rebuild=self._rebuilds.get(module),
            )
            for module in self.known
        ]

    async def rebuild(self, module: str) -> Rebuild:
        """Begin to make a projection anew; it serves meanwhile.

        Raises:
            NotFoundError: there is no such projection here.
            DomainError: it is being rebuilt, here or by another replica.
        """
        if module not in self.known:
            raise NotFoundError("projection-unknown", projection=module)
        async with AsyncExitStack() as stack:
            if not await stack.enter_async_context(self.rebuilder.alone(self.known[module])):
                raise DomainError("projection-being-rebuilt", projection=module)
            held = stack.pop_all()
        begun = Rebuild(status="running", started_at=self.clock.now())
        self._rebuilds[module] = begun
        self._tasks[module] = asyncio.create_task(self._run(module, begun, held))
        return begun

    async def measure(self, metrics: Metrics) -> None:
        """Set the gauges."""
        for state in await self.states():
            if state.lag_events is not None and state.lag_seconds is not None:
                labels = {"projection": state.projection}
                metrics.gauge("shop_projection_lag_events", state.lag_events, **labels)
                metrics.gauge("shop_projection_lag_seconds", state.lag_seconds, **labels)

    async def _run(self, module: str, begun: Rebuild, held: AsyncExitStack) -> None:
        try:
            async with held:
                events = await self.rebuilder.rebuild(module, self.known[module])
            ended = replace(begun, status="done", events=events)
        except Exception as error:  # noqa: BLE001 - whatever it was, the old tables serve on
            ended = replace(begun, status="failed", error=repr(error))
        self._rebuilds[module] = replace(ended, ended_at=self.clock.now())
        self.log.info("projection-rebuilt", projection=module, status=ended.status)
