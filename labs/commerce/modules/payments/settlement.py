"""Asking the provider for what was decided in a transaction: captures together, reversals singly.

The transaction that makes a capture or a reversal due notes it; nobody is called inside of it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from labs.commerce.modules.payments.books import Books
from labs.commerce.modules.payments.provider import Provider
from labs.commerce.modules.payments.refunds import Refunds
from labs.commerce.modules.payments.store import CAPTURE, Owed
from labs.commerce.platform.background import kicked
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.telemetry import Log

_BATCH = 64
_POLL_S = 1.0
"""A kick after each commit does the work; the poll finds what a crash or a refusal left behind."""

_COALESCE_S = 0.1
"""How long to wait for the commits behind the one that kicked: they share a request.

Held money does not run away, and a capture of ten costs hardly more than a capture of one.
"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Runs in every replica; a claim sees to it that one of them asks."""

    books: Books
    provider: Provider
    refunds: Refunds
    log: Log
    _kick: asyncio.Event = field(default_factory=asyncio.Event)

    def kick(self) -> None:
        """Something is due."""
        self._kick.set()

    async def run(self) -> None:
        """Settle until cancelled."""
        while True:
            await kicked(self._kick, _POLL_S)
            await asyncio.sleep(_COALESCE_S)
            self._kick.clear()
            try:
                while await self.settle() == _BATCH:
                    pass
                await self.refunds.settle()
            except Exception as error:  # noqa: BLE001 - provider or database away: the poll tries again
                self.log.warning("settlement-failed", error=repr(error))

    async def settle(self) -> int:
        """Ask for what is due. Returns how many payments that was."""
        due = await self.books.store.claim_owed(_BATCH)
        captures = [one.order_id for one in due if one.owed == CAPTURE]
        if captures:
            await self._capture(captures)
        reversals = [one for one in due if one.owed != CAPTURE]
        await asyncio.gather(*(self._reverse(one) for one in reversals))
        return len(due)

    async def reverse(self, order_id: UUID) -> None:
        """Have one payment reversed now: what was given back of it before goes first."""
        await self.refunds.finish(order_id)
        await self.books.reversed(await self.provider.reverse(order_id))

    async def _reverse(self, one: Owed) -> None:
        try:
            await self.reverse(one.order_id)
        except ShopError as error:
            self.log.warning("reversal-waits", order=str(one.order_id), error=error.code)

    async def _capture(self, order_ids: Sequence[UUID]) -> None:
        standings = await self.provider.capture(order_ids)
        taken = {one.reference for one in standings if one.status == "CAPTURED"}
        if taken:
            await self.books.captured(list(taken))
        for order_id in set(order_ids) - taken:
            # an order stands that nobody pays for: only a person can settle this
            self.log.error("capture-refused", order=str(order_id))
