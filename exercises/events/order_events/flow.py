"""The order flow as messages: who publishes each, who must hear it, what it carries."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message of the flow."""

    producer: str
    """The module that publishes it."""
    listeners: tuple[str, ...]
    """The modules that must hear it."""
    fields: tuple[str, ...]
    """What it carries that could be a key."""
    command: bool = False
    """Whether it asks for something to be done once, rather than telling what has happened."""


_ORDER = ("order_id", "customer_id")
_RESERVATION = ("order_id", "reservation_id")
_PAYMENT = ("order_id", "payment_id")

MESSAGES: Mapping[str, Message] = {
    "OrderCreated": Message("orders", ("reservations", "payments", "notifications"), _ORDER),
    "OrderConfirmed": Message("orders", ("shipping", "notifications", "sales-reports"), _ORDER),
    "OrderCancelled": Message(
        "orders", ("reservations", "payments", "notifications", "sales-reports"), _ORDER
    ),
    "ItemsReserved": Message("reservations", ("orders",), _RESERVATION),
    "ReservationFailed": Message("reservations", ("orders",), _RESERVATION),
    "PaymentProcessed": Message("payments", ("orders", "notifications"), _PAYMENT),
    "PaymentFailed": Message("payments", ("orders", "notifications"), _PAYMENT),
    "ShippingScheduled": Message(
        "shipping", ("orders", "notifications"), ("order_id", "parcel_id")
    ),
    "SendEmail": Message("orders", ("notifications",), _ORDER, command=True),
}

AGGREGATE = "order"
LIFE = ("OrderCreated", "OrderConfirmed", "OrderCancelled")
"""The events that an order's state is the sum of."""
PROJECTION = "order-history"
HISTORY = (*LIFE, "PaymentProcessed", "ShippingScheduled")
"""What a customer sees of an order."""
WORKERS = 3
"""Replicas of each consumer."""
