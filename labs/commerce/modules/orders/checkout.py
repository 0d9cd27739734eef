"""Three ways to make an order, its goods, its money and its parcel happen together."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from labs.commerce.modules.orders.actions import WITHDRAW, ShopActions, charge
from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.orders.book import WITHDRAWN, OrderBook
from labs.commerce.modules.orders.choreography import OrderPart
from labs.commerce.modules.orders.driving import MARGIN, Driving
from labs.commerce.modules.orders.endings import Endings
from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import begin
from labs.commerce.modules.orders.saga_store import SagaStore
from labs.commerce.modules.orders.state import OrderStatus
from labs.commerce.modules.shipping.api import CancelShipment, Shipping
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError
from labs.commerce.platform.scope import tightened
from labs.commerce.spec import SagaStep

_LOOK_S = 0.2
"""How often to look for an end that another replica brought about."""


class Checkout(Protocol):
    """Carries a purchase through."""

    async def run(self, purchase: Purchase) -> Order | None:
        """Carry it through as far as the time allows. Running it again changes nothing.

        Returns the order where it is known without a look at the books.
        """
        ...

    async def withdraw(self, order: Order) -> None:
        """Undo an order, finished or not, as far as the time allows. Again changes nothing.

        The parcel decides: once it is cancelled, or can no longer be planned, the order can only be
        undone.

        Raises:
            DomainError: the parcel left already.
        """
        ...


@dataclass(frozen=True, slots=True)
class AcidCheckout:
    """One transaction: all modules share this database, and all of it happens or nothing.

    The provider's database takes no part in it. The money is held before, and taken or let go
    after it: no transaction waits for somebody else's answer.
    """

    database: Database
    book: OrderBook
    actions: ShopActions

    async def run(self, purchase: Purchase) -> Order | None:
        """Carry a purchase through. What is refused is rolled back; the order says why."""
        try:
            await self.actions.payments.authorise(charge(purchase))
        except DomainError as error:
            await self._refused(purchase, error.code)
            return None
        try:
            return await self._bought(purchase)
        except DomainError as error:
            await self._refused(purchase, error.code, self.actions.refund)
            return None

    async def withdraw(self, order: Order) -> None:
        """Undo a confirmed order in one transaction; the provider is asked after it."""
        async with self.database.transaction():
            await self.actions.keep(order.order_id)
            await self.actions.undo(order.order_id)
            await self.book.cancel(order, WITHDRAWN)

    async def _bought(self, purchase: Purchase) -> Order | None:
        async with self.book.sold(purchase) as order:
            if order is not None:
                await self.actions.reserve(purchase)
                await self.actions.payments.settle(charge(purchase))
                await self.actions.ship(purchase)
        return order

    async def _refused(
        self,
        purchase: Purchase,
        reason: str,
        undo: Callable[[Purchase], Awaitable[None]] | None = None,
    ) -> None:
        """Note an order that came to nothing, and what is to be undone outside."""
        async with self.database.transaction():
            if await self.book.create(purchase):
                await self.book.cancel(purchase, reason)
                if undo is not None:
                    await undo(purchase)


@dataclass(frozen=True, slots=True)
class SagaCheckout:
    """A saga: each step commits on its own, and what fails is compensated."""

    store: SagaStore
    actions: ShopActions
    orchestrator: Orchestrator
    steps: tuple[SagaStep, ...]
    driving: Driving

    async def run(self, purchase: Purchase) -> None:
        """Start the saga and wait for it for a while; it goes on without us."""
        saga = await self.orchestrator.open(begin(purchase.order_id, self.steps), purchase)
        if saga is not None:
            await self.driving.wait(lambda: self.orchestrator.drive(saga, purchase))

    async def withdraw(self, order: Order) -> None:
        """Turn the saga back wherever it stands, and wait for its compensations for a while."""
        await self.actions.keep(order.order_id)
        crash_here(Place.AFTER_STEP, WITHDRAW)
        turned = await self.store.turn_back(order.order_id, WITHDRAWN)
        if turned is not None:
            saga, purchase = turned.saga, turned.purchase
            await self.driving.wait(lambda: self.orchestrator.drive(saga, purchase))


@dataclass(frozen=True, slots=True)
class ChoreographedCheckout:
    """Tells the world that an order was placed, and waits for what becomes of it."""

    book: OrderBook
    part: OrderPart
    shipping: Shipping
    endings: Endings
    timeout_s: float

    async def run(self, purchase: Purchase) -> None:
        """Open the order and wait for its end for a while; it goes on without us."""
        if not await self.book.create(purchase, in_full=True):
            return
        await self._until_it_is(purchase.order_id, (OrderStatus.CONFIRMED, OrderStatus.CANCELLED))

    async def withdraw(self, order: Order) -> None:
        """Keep the parcel at home: all else follows from the events that tell it."""
        await self.shipping.cancel(CancelShipment(order_id=order.order_id))
        crash_here(Place.AFTER_STEP, WITHDRAW)
        await self.part.give_up(order.order_id, WITHDRAWN)
        await self._until_it_is(order.order_id, (OrderStatus.CANCELLED,))

    async def _until_it_is(self, order_id: UUID, ends: Sequence[OrderStatus]) -> None:
        until = time.monotonic() + tightened(self.timeout_s) * MARGIN
        while (left := until - time.monotonic()) > 0:
            await self.endings.wait(order_id, min(left, _LOOK_S))
            order = await self.book.find(order_id)
            if order.status in ends:
                return
