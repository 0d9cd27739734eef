"""Finishing what dead coordinators began, and telling participants what they never heard."""

import asyncio
import time
from dataclasses import dataclass

from labs.commerce.modules.orders.two_phase_commit import Coordinator
from labs.commerce.modules.orders.two_phase_commit_log import Undertaking
from labs.commerce.modules.orders.two_phase_commit_votes import Voter
from labs.commerce.platform.background import until_done
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log
from labs.commerce.two_phase.api import Decision

_POLL_S = 0.2
_AT_ONCE = 16

_SWEEP_S = 2.0
"""How often participants are asked what they are in doubt about."""

_DOUBTFUL_MS = 1000
"""A vote may be on its way into the log: only an older doubt is looked into."""


@dataclass(frozen=True, slots=True)
class TwoPhaseRecovery:
    """Runs in every replica; the lease sees to it that one of them drives."""

    coordinator: Coordinator
    log: Log

    async def run(self) -> None:
        """Recover until cancelled."""
        await until_done(self.coordinator.decisions.reclaim, self.log)
        swept = time.monotonic()
        while True:
            try:
                due = await self.coordinator.decisions.claim_due(_AT_ONCE)
                await asyncio.gather(*(self._drive(undertaking) for undertaking in due))
                if time.monotonic() - swept > _SWEEP_S:
                    await self.sweep()
                    swept = time.monotonic()
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("recovery-failed", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def sweep(self) -> None:
        """Tell every participant what was decided of the branches it is in doubt about."""
        await asyncio.gather(*(self._resolve(voter) for voter in self.coordinator.voters.all))

    async def _resolve(self, voter: Voter) -> None:
        try:
            for doubt in (await voter.participant.in_doubt(Nothing())).branches:
                if doubt.age_ms < _DOUBTFUL_MS:
                    continue
                verdict = await self.coordinator.decisions.verdict(doubt.order_id, doubt.attempt)
                if verdict is not None:
                    await voter.participant.decide(
                        Decision(order_id=doubt.order_id, attempt=doubt.attempt, commit=verdict)
                    )
        except ShopError as error:
            self.log.info("participant-silent", error=error.code)

    async def _drive(self, undertaking: Undertaking) -> None:
        name = f"checkout-{undertaking.order_id}"
        with entered(Scope(name, traceparent=undertaking.traceparent)):
            await self.coordinator.drive(undertaking)
