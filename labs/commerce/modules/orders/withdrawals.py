"""Undoing what customers no longer want: noted before anything is undone, and then seen through."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from labs.commerce.modules.orders.actions import WITHDRAW
from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.orders.checkout import Checkout
from labs.commerce.modules.orders.state import OrderStatus
from labs.commerce.platform.background import until_done
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, OutcomeUnknownError, UnavailableError
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log

_POLL_S = 1.0
_AT_ONCE = 16
_MEANWHILE = timedelta(seconds=5)
"""How long a withdrawal is left to whoever works on it."""


class WithdrawalStore:
    """The withdrawals that have not come to an end."""

    def __init__(self, database: Database, driver: str) -> None:
        self._database = database
        self._driver = driver

    async def note(self, order_id: UUID) -> None:
        """Note a withdrawal that we begin."""
        await self._database.execute(
            "INSERT INTO orders.withdrawals (order_id, driver, due_at)"
            " VALUES ($1, $2, clock_timestamp() + $3) ON CONFLICT DO NOTHING",
            order_id,
            self._driver,
            _MEANWHILE,
        )

    async def claim_due(self, limit: int) -> list[UUID]:
        """Take over withdrawals that nobody works on."""
        rows = await self._database.fetch(
            "UPDATE orders.withdrawals SET driver = $1, due_at = clock_timestamp() + $2"
            " WHERE order_id IN (SELECT order_id FROM orders.withdrawals"
            " WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)"
            " RETURNING order_id",
            self._driver,
            _MEANWHILE,
            limit,
        )
        return [row["order_id"] for row in rows]

    async def reclaim(self) -> None:
        """Let go of what an earlier life of this replica was working on when it ended."""
        await self._database.execute(
            "UPDATE orders.withdrawals SET due_at = clock_timestamp() WHERE driver = $1",
            self._driver,
        )

    async def forget(self, order_id: UUID) -> None:
        """Note that a withdrawal has come to its end."""
        await self._database.execute("DELETE FROM orders.withdrawals WHERE order_id = $1", order_id)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Runs in every replica; each step of a withdrawal is safe to repeat."""

    store: WithdrawalStore
    book: OrderBook
    checkout: Checkout
    log: Log

    async def ask(self, order_id: UUID) -> Order:
        """Undo an order as far as the time allows; the rest follows, whoever dies meanwhile.

        Raises:
            DomainError: the parcel left already.
        """
        await self.store.note(order_id)
        crash_here(Place.BEFORE_STEP, WITHDRAW)
        try:
            await self._work_on(order_id)
        except (UnavailableError, OutcomeUnknownError) as error:
            self.log.info("withdrawal-waits", order=str(order_id), error=error.code)
        return await self.book.find(order_id)

    async def run(self) -> None:
        """See unfinished withdrawals through until cancelled."""
        await until_done(self.store.reclaim, self.log)
        while True:
            try:
                due = await self.store.claim_due(_AT_ONCE)
                await asyncio.gather(*(self._take_over(order_id) for order_id in due))
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("withdrawals-failed", error=repr(error))
            await asyncio.sleep(_POLL_S)

    async def _take_over(self, order_id: UUID) -> None:
        with entered(Scope(f"withdrawal-{order_id}")):
            try:
                await self._work_on(order_id)
            except DomainError as error:
                self.log.info("withdrawal-refused", order=str(order_id), error=error.code)
            except (UnavailableError, OutcomeUnknownError) as error:
                self.log.info("withdrawal-waits", order=str(order_id), error=error.code)

    async def _work_on(self, order_id: UUID) -> None:
        order = await self.book.find(order_id)
        try:
            if order.status != OrderStatus.CANCELLED.value:
                await self.checkout.withdraw(order)
                order = await self.book.find(order_id)
        except DomainError:
            await self.store.forget(order_id)
            raise
        if order.status == OrderStatus.CANCELLED.value:
            crash_here(Place.AFTER_NOTE, WITHDRAW)
            await self.store.forget(order_id)
