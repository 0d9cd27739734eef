"""The contract of orders."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message, Nothing, Text, Upcast


class OrderItem(Message, frozen=True):
    """A line of an order; name and price are those of the moment it was placed."""

    product_id: int
    quantity: int
    name: Text
    price_minor: int


class Order(Message, frozen=True):
    """What a customer ordered."""

    order_id: UUID
    user_id: UUID
    status: str
    """`PENDING`, `CONFIRMED` or `CANCELLED`."""
    items: list[OrderItem]
    total_minor: int
    currency: str
    created_at: datetime
    reason: str = ""
    """Why it was cancelled."""
    refunded_minor: int = 0
    """What staff gave back of the total while the order stood."""
    version: int = 1
    """How many events made it what it is."""


class OrderRef(Message, frozen=True):
    """Names an order."""

    order_id: UUID


class OrdersWanted(Message, frozen=True):
    """Asks for the latest orders: everybody's, or those of one user or one status."""

    status: str = ""
    user_id: UUID | None = None
    limit: int = 50


class OrderList(Message, frozen=True):
    """Several orders, the latest first."""

    orders: list[Order]


class OrderTotals(Message, frozen=True):
    """How many orders there are, by status."""

    pending: int
    confirmed: int
    cancelled: int


def _with_currency(created: dict[str, Any]) -> dict[str, Any]:
    """The first version knew no currency: the shop sold in one."""
    return {**created, "currency": "EUR"}


class OrderCreated(Event, frozen=True):
    """A customer placed an order."""

    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: _with_currency}

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: int
    currency: str
    payment_method: str = ""
    """Told, as the address is, only where no coordinator tells it to those who need it."""
    address: Address | None = None


class OrderConfirmed(Event, frozen=True):
    """An order is paid and its goods are on their way."""

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: int
    currency: str


class OrderCancelled(Event, frozen=True):
    """An order came to nothing."""

    order_id: UUID
    user_id: UUID
    reason: str


class OrderRefunded(Event, frozen=True):
    """Staff gave back what an order cost, or a part of it."""

    order_id: UUID
    user_id: UUID
    refund_id: UUID
    amount_minor: int
    currency: str
    reason: str


class OrderExpired(Event, frozen=True):
    """An order is given up before its end: what was done for it is to be undone."""

    order_id: UUID
    reason: str
    """Its time is over, or its customer no longer wants it."""


class Orders(Protocol):
    """Knows every order."""

    @idempotent
    async def find(self, message: OrderRef) -> Order:
        """One order.

        Raises:
            NotFoundError: there is no such order.
        """
        ...

    @idempotent
    async def confirm(self, message: OrderRef) -> Nothing:
        """Say that an order is paid and sent, in the caller's transaction where there is one.

        Raises:
            DomainError: it was cancelled, or there is no such order.
        """
        ...

    @idempotent
    async def latest(self, message: OrdersWanted) -> OrderList:
        """The latest orders."""
        ...

    @idempotent
    async def totals(self, message: Nothing) -> OrderTotals:
        """How many orders there are."""
        ...
