"""The topics of a proposal: the events of the shop, between services that are apart."""

from dataclasses import dataclass
from typing import Any

from generators.blueprint.proposal.facts import Placed


@dataclass(frozen=True, slots=True)
class _Stream:
    producer: str
    key: str
    messages: tuple[str, ...]
    consumers: tuple[str, ...]


_STREAMS = {
    "users": _Stream(
        "registration", "user_id", ("UserRegistered",), ("notifications", "behaviour")
    ),
    "orders": _Stream(
        "orders",
        "order_id",
        ("OrderCreated", "OrderConfirmed", "OrderCancelled", "OrderExpired"),
        ("order-status", "notifications", "sales-reports"),
    ),
    "payments": _Stream(
        "payments",
        "order_id",
        ("PaymentProcessed", "PaymentFailed", "PaymentRefunded", "PaymentVoided"),
        ("orders", "notifications"),
    ),
    "reservations": _Stream(
        "reservations",
        "order_id",
        ("ItemsReserved", "ReservationFailed", "ItemsReleased"),
        ("orders",),
    ),
    "shipments": _Stream(
        "shipping",
        "order_id",
        ("ShippingScheduled", "ShippingFailed", "ShippingCancelled"),
        ("order-status", "notifications"),
    ),
    "reviews": _Stream("moderation", "product_id", ("ReviewPublished",), ("ratings", "products")),
}

_PARTITIONS = 3


def events(placed: Placed) -> dict[str, Any]:
    """Section `events`; empty where nothing has to leave a service."""
    topics = {
        name: topic
        for name, stream in _STREAMS.items()
        if placed.has(stream.producer) and (topic := _topic(placed, stream))["consumers"]
    }
    return {"broker": "nats", "topics": topics} if topics else {}


def _topic(placed: Placed, stream: _Stream) -> dict[str, Any]:
    producer = placed.holder[stream.producer]
    holders = [placed.holder[module] for module in stream.consumers if placed.has(module)]
    return {
        "producers": [producer],
        "consumers": [name for name in dict.fromkeys(holders) if name != producer],
        "partitions": _PARTITIONS,
        "key": stream.key,
        "messages": list(stream.messages),
    }
