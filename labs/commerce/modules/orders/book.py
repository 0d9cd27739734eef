"""The order book: the three things that can happen to an order, each told to the world."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.orders.api import Order, OrderCancelled, OrderConfirmed, OrderCreated
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.state import OrderStatus
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, NotFoundError
from labs.commerce.platform.events import Outbox


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

    async def create(self, purchase: Purchase, *, in_full: bool = False) -> bool:
        """Open an order, and tell how it is paid and where it goes only when told `in_full`.

        Returns False when it was open already.
        """
        async with self.database.transaction():
            if not await self.store.create(purchase):
                return False
            self.outbox.publish(
                OrderCreated(
                    order_id=purchase.order_id,
                    user_id=purchase.user_id,
                    items=purchase.items,
                    total_minor=purchase.total_minor,
                    currency=purchase.currency,
                    payment_method=purchase.payment_method if in_full else "",
                    address=purchase.address if in_full else None,
                )
            )
        return True

    async def confirm(self, purchase: Purchase | Order) -> None:
        """Say that an order is paid and sent.

        Raises:
            DomainError: it was cancelled, or never opened.
        """
        async with self.database.transaction():
            if await self._move(purchase.order_id, OrderStatus.CONFIRMED):
                self.outbox.publish(
                    OrderConfirmed(
                        order_id=purchase.order_id,
                        user_id=purchase.user_id,
                        items=purchase.items,
                        total_minor=purchase.total_minor,
                        currency=purchase.currency,
                    )
                )

    async def cancel(self, purchase: Purchase | Order, reason: str) -> None:
        """Say that an order came to nothing."""
        order_id, user_id = purchase.order_id, purchase.user_id
        async with self.database.transaction():
            if await self._move(order_id, OrderStatus.CANCELLED, reason):
                self.outbox.publish(
                    OrderCancelled(order_id=order_id, user_id=user_id, reason=reason)
                )

    async def _move(self, order_id: UUID, status: OrderStatus, reason: str = "") -> bool:
        """Change the status. False when it has that status already."""
        if await self.store.move(order_id, status, reason, self.clock.now()):
            return True
        order = await self.find(order_id)
        if order.status != status.value:
            raise DomainError("order-status-final", status=order.status, wanted=status.value)
        return False
