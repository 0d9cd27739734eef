"""Checkout as one transaction over several databases: prepare everywhere, decide once, commit.

The payment provider offers no `PREPARE`, and no company would hold its rows for another's
coordinator. So it stays outside: the money is held before the vote, which can be undone for ever,
taken after the commit, which may be repeated until it worked, and let go after an abort. The shop's
own five sets of tables change together or not at all.
"""

from dataclasses import dataclass
from datetime import timedelta

from labs.commerce.modules.orders.actions import WITHDRAW, ShopActions, charge
from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.orders.book import WITHDRAWN, OrderBook
from labs.commerce.modules.orders.driving import Driving
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.state import OrderStatus
from labs.commerce.modules.orders.two_phase_commit_log import CoordinatorLog, Phase, Undertaking
from labs.commerce.modules.orders.two_phase_commit_votes import Voters
from labs.commerce.modules.payments.api import Payments, Refund
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import (
    DomainError,
    OutcomeUnknownError,
    ShopError,
    UnavailableError,
)
from labs.commerce.platform.telemetry import Log

_FIRST_PAUSE = timedelta(milliseconds=100)
_LONGEST_PAUSE = timedelta(seconds=2)

VOTE, DECIDE, COMMIT = "Vote", "Decide", "Commit"
"""What a coordinator does, as the subjects of crash points."""


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Carries undertakings through. Whatever is repeated changes nothing."""

    decisions: CoordinatorLog
    voters: Voters
    payments: Payments
    book: OrderBook
    deadline: timedelta
    """A transaction that comes to no decision for so long is given up."""
    log: Log

    async def open(self, purchase: Purchase) -> Undertaking | None:
        """Open the order and the log's entry, together. None when they are there already."""
        async with self.book.database.transaction():
            undertaking = await self.decisions.open(purchase)
            if undertaking is not None:
                await self.book.create(purchase)
        return undertaking

    async def drive(self, undertaking: Undertaking) -> None:
        """Drive until it has ended, waits for somebody, or is somebody else's."""
        decided: Undertaking | None = undertaking
        if undertaking.phase is Phase.VOTING:
            decided = await self._vote(undertaking)
        if decided is None:
            return
        try:
            await self._carry_out(decided)
        except (UnavailableError, OutcomeUnknownError) as error:
            await self._put_off(decided, error)

    async def _vote(self, undertaking: Undertaking) -> Undertaking | None:
        """The vote, and the line in the log that ends all doubt.

        None: there is no decision yet, or it is somebody else's.
        """
        try:
            if undertaking.attempt > 1:
                await self.voters.roll_back(undertaking, undertaking.attempt - 1)
            await self.payments.authorise(charge(undertaking.purchase))
            crash_here(Place.BEFORE_STEP, VOTE)
            await self.voters.prepare(undertaking)
        except DomainError as error:
            return await self.decisions.enter(undertaking, Phase.ABORTING, error.code)
        except (UnavailableError, OutcomeUnknownError) as error:
            await self._without_decision(undertaking, error)
            return None
        crash_here(Place.BEFORE_STEP, DECIDE)
        # an error here leaves open whether it was written: only the log may be believed then
        decided = await self.decisions.enter(undertaking, Phase.COMMITTING)
        crash_here(Place.AFTER_NOTE, DECIDE)
        return decided

    async def _without_decision(self, undertaking: Undertaking, error: ShopError) -> None:
        """Somebody did not vote: free what is locked, and try again later or give up."""
        await self.voters.roll_back(undertaking, undertaking.attempt)
        if undertaking.age > self.deadline:
            await self.decisions.enter(undertaking, Phase.ABORTING, error.code)
        await self._put_off(undertaking, error)

    async def _carry_out(self, decided: Undertaking) -> None:
        if decided.phase is Phase.COMMITTING:
            await self._commit(decided)
        else:
            await self._abort(decided)

    async def _commit(self, decided: Undertaking) -> None:
        await self.voters.commit(decided)
        crash_here(Place.AFTER_STEP, COMMIT)
        await self.decisions.enter(decided, Phase.COMMITTED)
        self.log.info("transaction-committed", order=str(decided.order_id))

    async def _abort(self, decided: Undertaking) -> None:
        await self.voters.roll_back(decided, decided.attempt)
        await self.payments.refund(Refund(order_id=decided.order_id))
        async with self.book.database.transaction():
            if await self.decisions.enter(decided, Phase.ABORTED, decided.reason):
                await self.book.cancel(decided.purchase, decided.reason)
        self.log.info("transaction-aborted", order=str(decided.order_id), reason=decided.reason)

    async def _put_off(self, undertaking: Undertaking, error: ShopError) -> None:
        order = str(undertaking.order_id)
        self.log.info("transaction-waits", order=order, error=error.code)
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(undertaking.attempt, 10))
        await self.decisions.put_off(undertaking, pause)


@dataclass(frozen=True, slots=True)
class TwoPhaseCheckout:
    """One transaction over as many databases as the checkout is cut into."""

    coordinator: Coordinator
    actions: ShopActions
    driving: Driving

    async def run(self, purchase: Purchase) -> None:
        """Begin the transaction and wait for it for a while; it goes on without us."""
        undertaking = await self.coordinator.open(purchase)
        if undertaking is not None:
            await self.driving.wait(lambda: self.coordinator.drive(undertaking))

    async def withdraw(self, order: Order) -> None:
        """Decide against what is voted on; undo what was committed piece by piece.

        What is undone can no longer be refused.
        """
        await self.actions.keep(order.order_id)
        crash_here(Place.AFTER_STEP, WITHDRAW)
        given_up = await self.coordinator.decisions.give_up(order.order_id, WITHDRAWN)
        if given_up is not None:
            await self.driving.wait(lambda: self.coordinator.drive(given_up))
            return
        order = await self.coordinator.book.find(order.order_id)
        if order.status == OrderStatus.CONFIRMED.value:
            await self.actions.undo(order.order_id)
            await self.coordinator.book.cancel(order, WITHDRAWN)
