"""Taking over sagas whose driver died, and going on with those that wait."""

import asyncio
from dataclasses import dataclass

from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.saga_store import Driven, SagaStore
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log

_POLL_S = 0.2
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Recovery:
    """Runs in every replica; the lease sees to it that one of them drives."""

    store: SagaStore
    orchestrator: Orchestrator
    log: Log

    async def run(self) -> None:
        """Recover until cancelled."""
        await self.store.reclaim()
        while True:
            try:
                due = await self.store.claim_due(_AT_ONCE)
                await asyncio.gather(*(self._drive(driven) for driven in due))
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("recovery-failed", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def _drive(self, driven: Driven) -> None:
        with entered(Scope(driven.saga.saga_id, traceparent=driven.traceparent)):
            await self.orchestrator.drive(driven.saga, driven.purchase, driven.age)
