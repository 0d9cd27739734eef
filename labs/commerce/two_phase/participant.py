"""A deployable as a participant: its modules' work promised as one, then decided."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from labs.commerce.modules.orders.api import Orders
from labs.commerce.modules.payments.api import Payments
from labs.commerce.modules.reservations.api import Reservations
from labs.commerce.modules.shipping.api import Shipping
from labs.commerce.modules.stock.api import Stock
from labs.commerce.platform.database import Transaction
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.module import Parts
from labs.commerce.platform.telemetry import Metrics
from labs.commerce.two_phase.api import Branch, Decision, InDoubts
from labs.commerce.two_phase.prepared import BranchName, Prepared

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class BranchService:
    """Fulfils the contract of a participant."""

    parts: Parts
    prepared: Prepared
    _promised: dict[str, Transaction] = field(default_factory=dict)
    """What to do once a branch is committed, if this process lives to see it."""

    async def prepare(self, message: Branch) -> Nothing:
        """Do the work and promise to commit it."""
        name = self._name(message)
        async with self.parts.database.preparing(name.literal) as transaction:
            for work in self._work(message):
                await work()
        self._promised[str(name)] = transaction
        return Nothing()

    async def decide(self, message: Decision) -> Nothing:
        """Commit or roll back what was promised."""
        name = self._name(message)
        await self.prepared.decide(name, commit=message.commit)
        transaction = self._promised.pop(str(name), None)
        if message.commit:
            self.parts.database.committed(transaction)
        return Nothing()

    async def in_doubt(self, _message: Nothing) -> InDoubts:
        """The promises that wait for a decision."""
        return InDoubts(branches=await self.prepared.waiting())

    async def measure(self, metrics: Metrics) -> None:
        """How many promises wait, and for how long the oldest."""
        waiting = await self.prepared.waiting()
        metrics.gauge("shop_in_doubt_transactions", len(waiting))
        oldest_ms = waiting[0].age_ms if waiting else 0
        metrics.gauge("shop_in_doubt_oldest_seconds", oldest_ms / 1000)

    def _name(self, message: Branch | Decision) -> BranchName:
        deployable = self.parts.instance.rpartition("-")[0]
        return BranchName(message.order_id, message.attempt, deployable)

    def _work(self, message: Branch) -> Iterator[Work]:
        """The modules are asked for late: they may be built after the participant."""
        peer = self.parts.peer
        if message.take:
            yield partial(peer("stock", Stock).take, message.take)
        if message.hold:
            yield partial(peer("reservations", Reservations).hold, message.hold)
        if message.settle:
            yield partial(peer("payments", Payments).settle, message.settle)
        if message.schedule:
            yield partial(peer("shipping", Shipping).schedule, message.schedule)
        if message.confirm:
            yield partial(peer("orders", Orders).confirm, message.confirm)
