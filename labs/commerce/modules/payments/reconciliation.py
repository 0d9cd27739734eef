"""Comparing our books with the provider's: what either side has left open is closed."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from labs.commerce.modules.payments.api import Payment
from labs.commerce.modules.payments.service import PaymentsService
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.telemetry import Log

_LONGEST_PAUSE = timedelta(seconds=5)
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Runs in every replica: each step is safe to repeat."""

    payments: PaymentsService
    patience: timedelta
    """How long money may be held for an order that our books do not know."""
    log: Log

    async def run(self) -> None:
        """Reconcile until cancelled."""
        pause = min(_LONGEST_PAUSE, self.patience / 2)
        while True:
            await asyncio.sleep(pause.total_seconds())
            try:
                await self.release_forgotten()
                await self.ask_about_pending(pause)
            except ShopError as error:
                self.log.warning("reconciliation-failed", error=error.code)
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("reconciliation-failed", error=repr(error))

    async def release_forgotten(self) -> None:
        """Let go of money that is held for orders that never came to be.

        A checkout that ends later finds its payment voided, and is refused; one that has promised
        to commit keeps its money, however late it comes.
        """
        patience_ms = int(self.patience / timedelta(milliseconds=1))
        for standing in await self.payments.provider.open_for(patience_ms):
            known = await self.payments.store.find(standing.reference)
            if known is None:
                self.log.info("authorisation-forgotten", order=str(standing.reference))
                await self.payments.forget(standing.reference)

    async def ask_about_pending(self, patience: timedelta) -> None:
        """Learn of payments whose callback never came."""
        since = self.payments.clock.now() - patience
        for payment in await self.payments.store.pending(since, _AT_ONCE):
            await self._ask(payment)

    async def _ask(self, payment: Payment) -> None:
        standing = await self.payments.provider.look(payment.order_id)
        await self.payments.learn(standing)
