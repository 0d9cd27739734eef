"""The order book: what can happen to an order, each kept in its stream and told to the world."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID, uuid4

from labs.commerce.modules.orders.api import (
    Order,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderExpired,
    OrderItem,
    OrderRefunded,
)
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.state import OrderStatus, Recorded, applied
from labs.commerce.modules.orders.store import APPENDING, OPENING, OrdersStore, Widened
from labs.commerce.modules.payments.api import RefundIssued
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import NotFoundError, UnavailableError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Envelope, Event

EXPIRED = "order-expired"
"""Why an order is turned back that nobody finished in time."""

WITHDRAWN = "cancelled-by-customer"
"""Why an order is turned back that its customer no longer wants."""

_SAID: Mapping[str, str] = {"shipment-cancelled": WITHDRAWN}
"""Nobody but its customer has the parcel of an order kept at home that goes on."""

_ATTEMPTS = 3
"""An order has few writers, and each of them moves it nearer to its end."""


class _Bill(TypedDict):
    """Who bought what, and for how much: the same in an order and in what is told of it."""

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderBook:
    """Creates, confirms and cancels orders. Each is safe to repeat."""

    database: Database
    store: OrdersStore
    outbox: Outbox
    clock: Clock

    async def find(self, order_id: UUID) -> Order:
        """One order."""
        order = await self.store.find(order_id)
        if order is None:
            raise NotFoundError("order-unknown", orderId=str(order_id))
        return order

    async def create(
        self, purchase: Purchase, widened: Widened = OPENING, *, in_full: bool = False
    ) -> bool:
        """Open an order, and tell how it is paid and where it goes only when told `in_full`.

        Returns False when it was open already.
        """
        event = OrderCreated(
            **_bill(purchase),
            payment_method=purchase.payment_method if in_full else "",
            address=purchase.address if in_full else None,
        )
        opening = Recorded(1, uuid4(), event, purchase.placed_at)
        order, told = applied(None, event, opening.at), self._told(opening)
        fingerprint = purchase.fingerprint
        return await self.store.create(order, [opening], fingerprint, [told], widened)

    @asynccontextmanager
    async def sold(self, purchase: Purchase) -> AsyncIterator[Order | None]:
        """Open an order and confirm it, in one transaction with all that the block does for it.

        The block is given the order; None when it was open already.
        """
        bill = _bill(purchase)
        created = Recorded(1, uuid4(), OrderCreated(**bill), purchase.placed_at)
        confirmed = Recorded(2, uuid4(), OrderConfirmed(**bill), self.clock.now())
        opened = applied(None, created.event, created.at)
        order = applied(opened, confirmed.event, confirmed.at)
        stream, told = [created, confirmed], [self._told(created)]
        async with self.database.transaction():
            if not await self.store.create(order, stream, purchase.fingerprint, told, OPENING):
                yield None
                return
            yield order
            self.outbox.publish(confirmed.event, confirmed.event_id)

    async def confirm(self, purchase: Purchase | Order) -> None:
        """Say that an order is paid and sent.

        Raises:
            IllegalTransitionError: it was cancelled.
            NotFoundError: it was never opened.
        """
        event = confirmed(purchase)
        await self._record(_believed(purchase), event, _stands_at(OrderStatus.CONFIRMED))

    async def cancel(self, purchase: Purchase | Order, reason: str) -> None:
        """Say that an order came to nothing."""
        event = cancelled(purchase, reason)
        await self._record(_believed(purchase), event, _stands_at(OrderStatus.CANCELLED))

    async def end(self, purchase: Purchase, event: Event, widened: Widened) -> bool:
        """Append to an order to which nothing has happened since it was opened.

        False where something has, or where what the change is widened by does not allow it.
        """
        return await self._append(_believed(purchase), event, widened)

    async def expire(self, order_id: UUID, reason: str) -> None:
        """Say that an order is given up that has not ended."""
        event = OrderExpired(order_id=order_id, reason=reason)
        await self._record(await self.find(order_id), event, _has_ended)

    async def refunded(self, refund: RefundIssued) -> None:
        """Say that staff gave back what an order cost, or a part of it."""
        order = await self.find(refund.order_id)
        event = OrderRefunded(
            order_id=order.order_id,
            user_id=order.user_id,
            refund_id=refund.refund_id,
            amount_minor=refund.amount_minor,
            currency=refund.currency,
            reason=refund.reason,
        )
        await self._record(order, event, _never)

    def _told(self, recorded: Recorded) -> Envelope:
        return self.outbox.envelope(recorded.event, recorded.event_id)

    async def _append(self, order: Order, event: Event, widened: Widened = APPENDING) -> bool:
        recorded = Recorded(order.version + 1, uuid4(), event, self.clock.now())
        following = applied(order, event, recorded.at)
        return await self.store.append(following, recorded, self._told(recorded), widened)

    async def _record(self, order: Order, event: Event, needless: Callable[[Order], bool]) -> None:
        """Append an event to an order's stream, unless the order makes it `needless`.

        What the order is believed to be need not be read first: an append at another version fails.
        """
        for _ in range(_ATTEMPTS):
            if needless(order) or await self._append(order, event):
                return
            order = await self.find(order.order_id)
        raise UnavailableError("order-contended", orderId=str(order.order_id))


def confirmed(known: Purchase | Order) -> OrderConfirmed:
    """What is told of an order that is paid and sent."""
    return OrderConfirmed(**_bill(known))


def cancelled(known: Purchase | Order, reason: str) -> OrderCancelled:
    """What is told of an order that came to nothing."""
    why = _SAID.get(reason, reason)
    return OrderCancelled(order_id=known.order_id, user_id=known.user_id, reason=why)


def _believed(known: Purchase | Order) -> Order:
    """An order as it is known, or as it is where nothing has happened since it was opened."""
    if isinstance(known, Order):
        return known
    pending = OrderStatus.PENDING.value
    return Order(**_bill(known), status=pending, created_at=known.placed_at)


def _bill(known: Purchase | Order) -> _Bill:
    return _Bill(
        order_id=known.order_id,
        user_id=known.user_id,
        items=known.items,
        total_minor=known.total_minor,
        currency=known.currency,
    )


def _stands_at(status: OrderStatus) -> Callable[[Order], bool]:
    return lambda order: order.status == status.value


def _never(_order: Order) -> bool:
    return False


def _has_ended(order: Order) -> bool:
    return order.status != OrderStatus.PENDING.value
