"""The contract of orders: what it takes, gives and tells."""

from typing import Literal, Protocol
from uuid import UUID

from pydantic import StrictBool, StrictInt

from order_service.platform.messages import Command, Event, Message, Nothing


class Difference(Message):
    """An order whose row does not say what its events say."""

    order_id: UUID
    field: str
    row: str
    stream: str


class Comparison(Message):
    """What comparing every order brought to light."""

    orders: StrictInt
    events: StrictInt
    differing: StrictInt
    repaired: StrictInt
    differences: list[Difference]


class Text(Message):
    """The same text in the shop's two languages."""

    ru: str
    en: str


class OrderItem(Message):
    """A line of an order; name and price are those of the moment it was placed."""

    product_id: StrictInt
    quantity: StrictInt
    name: Text
    price_minor: StrictInt


class Order(Message):
    """What a customer ordered."""

    order_id: UUID
    user_id: UUID
    status: str
    items: list[OrderItem]
    total_minor: StrictInt
    currency: str
    created_at: str
    reason: str = ""
    refunded_minor: StrictInt = 0
    version: StrictInt = 1


class OrderCancelled(Event):
    """An order came to nothing."""

    order_id: UUID
    user_id: UUID
    reason: str


class OrderConfirmed(Event):
    """An order is paid and its goods are on their way."""

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: StrictInt
    currency: str


class Address(Message):
    """Where a parcel goes."""

    name: str
    street: str
    city: str
    postal_code: str
    country: str


class OrderCreated(Event):
    """A customer placed an order."""

    order_id: UUID
    user_id: UUID
    items: list[OrderItem]
    total_minor: StrictInt
    currency: str
    payment_method: str = ""
    address: Address | None = None


class OrderExpired(Event):
    """An order is given up before its end: what was done for it is to be undone."""

    order_id: UUID
    reason: str


class OrderList(Message):
    """Several orders, the latest first."""

    orders: list[Order]


class OrderRef(Message):
    """Names an order."""

    order_id: UUID


class OrderRefunded(Event):
    """Staff gave back what an order cost, or a part of it."""

    order_id: UUID
    user_id: UUID
    refund_id: UUID
    amount_minor: StrictInt
    currency: str
    reason: str


class HistoryEntry(Message):
    """One event of an order, and where the order stood after it."""

    version: StrictInt
    event: str
    status: str
    reason: str
    at: str


class OrderShown(Message):
    """An order with its history."""

    order: Order
    history: list[HistoryEntry]


class OrderTotals(Message):
    """How many orders there are, by status."""

    pending: StrictInt
    confirmed: StrictInt
    cancelled: StrictInt


class OrdersWanted(Message):
    """Asks for the latest orders: everybody's, or those of one user or one status."""

    status: str = ""
    user_id: UUID | None = None
    limit: StrictInt = 50


class Quantity(Message):
    """So many of a product."""

    product_id: StrictInt
    quantity: StrictInt


class PlaceOrder(Command):
    """What a customer asks for."""

    address: Address
    payment_method: str
    items: list[Quantity] | None = None


StepStatus = Literal[
    "compensated", "compensation-failed", "completed", "failed", "in-doubt", "pending"
]
"""What is known about a step."""


class Step(Message):
    """One step, and what became of it."""

    step_id: StrictInt
    action: str
    service: str
    compensation: str | None
    status: StepStatus = "pending"
    attempts: StrictInt = 0
    error: str = ""


SagaStatus = Literal["compensated", "compensating", "completed", "failed", "running"]
"""Where a saga stands."""


class Saga(Message):
    """A saga in the shape in which it is stored and shown."""

    saga_id: str
    saga_type: str
    order_id: UUID
    steps: list[Step]
    compensation_required: StrictBool = False
    current_step: StrictInt = 0
    status: SagaStatus = "running"


class Orders(Protocol):
    """Knows every order."""

    async def find(self, message: OrderRef) -> Order:
        """One order."""
        ...

    async def confirm(self, message: OrderRef) -> Nothing:
        """Say that an order is paid and sent, in the caller's transaction where there is one."""
        ...

    async def latest(self, message: OrdersWanted) -> OrderList:
        """The latest orders."""
        ...

    async def totals(self, message: Nothing) -> OrderTotals:
        """How many orders there are."""
        ...
