"""Making a projection anew beside the one that serves, and changing places in one transaction."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from labs.commerce.platform.brokers.port import Broker, Delivery, Reading
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Handlers, decode_envelope, handled
from labs.commerce.platform.events.cursor import Cursor
from labs.commerce.platform.events.deferring import Deferred
from labs.commerce.platform.messages import SUBJECTS, Envelope
from labs.commerce.platform.projections.projection import Diverted, Projection

_BATCH = 500
_PATIENCE_S = 0.05
_NEAR = 50
"""So few positions are left that readers can wait while they are caught up with."""

_LINGER_S = 1.0
"""How long the old tables stay: a statement that began before the change may still read them."""


@dataclass(frozen=True, slots=True)
class Rebuilder:
    """Rebuilds from the log, up to where the deployable has read it."""

    database: Database
    broker: Broker
    cursor: Cursor

    def alone(self, projection: Projection) -> AbstractAsyncContextManager[bool]:
        """Whether no replica is at it: two would drop each other's tables."""
        return self.database.alone(f"rebuild {projection.schema}")

    async def rebuild(self, module: str, projection: Projection) -> int:
        """Build beside, catch up, change places. Returns how many events were applied.

        Nothing changes for readers until the new tables know exactly what the old ones know.
        """
        await self._run(
            f"DROP SCHEMA IF EXISTS {projection.retired} CASCADE",
            f"DROP SCHEMA IF EXISTS {projection.building} CASCADE",
            projection.build_script(),
        )
        handlers = projection.handlers(Diverted(self.database, projection))
        subjects = [f"{SUBJECTS}.{kind.__name__}" for kind in handlers]
        async with self.broker.read(subjects, 0) as reading:
            replay = _Replay(self.database, reading, module, handlers)
            position = 0
            while (target := await self.cursor.position()) - position > _NEAR:
                await replay.advance(target)
                position = target
            await self._change_places(projection, replay)
        await asyncio.sleep(_LINGER_S)
        await self._run(f"DROP SCHEMA {projection.retired} CASCADE")
        return replay.applied

    async def _change_places(self, projection: Projection, replay: "_Replay") -> None:
        """Catch up while nobody handles events, and let the new tables serve."""
        async with self.database.transaction():
            await replay.advance(await self.cursor.stop())
            await replay.apply_skipped()
            await self._run(
                f"ALTER SCHEMA {projection.schema} RENAME TO {projection.retired}",
                f"ALTER SCHEMA {projection.building} RENAME TO {projection.schema}",
            )

    async def _run(self, *statements: str) -> None:
        async with self.database.transaction():
            for statement in statements:
                await self.database.execute(statement)


class _Replay:
    """Applies the log to the tables that are being built."""

    def __init__(
        self, database: Database, reading: Reading, module: str, handlers: Handlers
    ) -> None:
        self._database = database
        self._reading = reading
        self._module = module
        self._deferred = Deferred(database)
        self._kinds = {kind.__name__: (kind, handler) for kind, handler in handlers.items()}
        self._ahead: deque[Delivery] = deque()
        self._skipped: list[Envelope] = []
        self.applied = 0

    async def advance(self, target: int) -> None:
        """Apply every event up to the position `target`, and none beyond."""
        while True:
            ready: list[Delivery] = []
            while self._ahead and self._ahead[0].position <= target:
                ready.append(self._ahead.popleft())
            if ready:
                await self._apply([decode_envelope(delivery.data) for delivery in ready])
            if self._ahead:
                return
            self._ahead += await self._reading.next(_BATCH, _PATIENCE_S)
            if not self._ahead and await self._reading.has_read_all():
                return

    async def apply_skipped(self) -> None:
        """Apply what waited for its turn at first and has been handled meanwhile."""
        skipped, self._skipped = self._skipped, []
        await self._apply(skipped)

    async def _apply(self, envelopes: Sequence[Envelope]) -> None:
        """Apply events, but for those that wait: they come to whichever tables serve then."""
        async with self._database.transaction():
            waiting = await self._deferred.of(self._module)
            for envelope in envelopes:
                if envelope.id in waiting:
                    self._skipped.append(envelope)
                    continue
                await handled(*self._kinds[envelope.event], envelope)
                self.applied += 1
