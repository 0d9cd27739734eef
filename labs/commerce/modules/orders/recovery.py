"""Taking over sagas whose driver died, and going on with those that wait."""

import asyncio
from dataclasses import dataclass, field

from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.saga_store import Driven, SagaStore
from labs.commerce.platform.background import until_done
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log

_POLL_S = 0.2
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Recovery:
    """Runs in every replica; the lease sees to it that one of them drives.

    Sagas are driven beside each other: one whose peer is silent holds up no other.
    """

    store: SagaStore
    orchestrator: Orchestrator
    log: Log
    _driving: set["asyncio.Task[None]"] = field(default_factory=set)

    async def run(self) -> None:
        """Recover until cancelled."""
        await until_done(self.store.reclaim, self.log)
        try:
            while True:
                await self._take_over()
                await asyncio.sleep(_POLL_S)
        finally:
            for task in self._driving:
                task.cancel()

    async def _take_over(self) -> None:
        room = _AT_ONCE - len(self._driving)
        try:
            due = await self.store.claim_due(room) if room else []
        except Exception as error:  # noqa: BLE001 - the database is away: it will be back
            self.log.warning("recovery-failed", error=repr(error))
            return
        for driven in due:
            task = asyncio.create_task(self._drive(driven))
            self._driving.add(task)
            task.add_done_callback(self._driving.discard)

    async def _drive(self, driven: Driven) -> None:
        with entered(Scope(driven.saga.saga_id, traceparent=driven.traceparent)):
            try:
                await self.orchestrator.drive(driven.saga, driven.purchase, driven.age)
            except Exception as error:  # noqa: BLE001 - it is due again when its lease ends
                self.log.warning("saga-dropped", saga=driven.saga.saga_id, error=repr(error))
