"""A short day of the shop, played through the declared topics."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from exercises.events.order_events.flow import MESSAGES
from generators.blueprint.events import Events, Topic


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One message as it was published."""

    name: str
    fields: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.fields['order_id']} {self.name}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way through one topic."""

    topic: str
    partition: int
    occurrence: Occurrence

    def __str__(self) -> str:
        return f"{self.occurrence} → {self.topic}/{self.partition}"


def two_orders() -> tuple[Occurrence, ...]:
    """Two interleaved orders; for the first, four cards are declined before the fifth is taken."""
    declined = (_occurrence("PaymentFailed", "o1", "ann", payment=f"p{n}") for n in range(4))
    return (
        _occurrence("OrderCreated", "o1", "ann"),
        _occurrence("OrderCreated", "o2", "bob"),
        _occurrence("ItemsReserved", "o1", "ann"),
        *declined,
        _occurrence("ItemsReserved", "o2", "bob"),
        _occurrence("PaymentProcessed", "o2", "bob", payment="p9"),
        _occurrence("PaymentProcessed", "o1", "ann", payment="p4"),
        _occurrence("OrderConfirmed", "o2", "bob"),
        _occurrence("ShippingScheduled", "o2", "bob"),
        _occurrence("OrderCancelled", "o1", "ann"),
        _occurrence("SendEmail", "o2", "bob"),
    )


def one_buyer() -> tuple[Occurrence, ...]:
    """A dozen orders of one customer: a school that orders for its classes."""
    return tuple(
        _occurrence(name, f"s{number}", "school", payment=f"q{number}")
        for number in range(12)
        for name in MESSAGES
    )


def deliveries(events: Events, occurrences: tuple[Occurrence, ...]) -> Iterator[Delivery]:
    """Where each message lands; one that no topic carries is lost."""
    for occurrence in occurrences:
        for name, topic in events.topics.items():
            if occurrence.name in topic.messages:
                yield Delivery(name, _partition(topic, occurrence), occurrence)


def _partition(topic: Topic, occurrence: Occurrence) -> int:
    """As Kafka's and others' clients do: a hash of the key; without a key, here the first."""
    value = occurrence.fields.get(topic.key or "")
    return crc32(value.encode()) % topic.partitions if value is not None else 0


def _occurrence(name: str, order: str, customer: str, payment: str = "") -> Occurrence:
    values = {
        "order_id": order,
        "customer_id": customer,
        "payment_id": payment or f"p-{order}",
        "reservation_id": f"r-{order}",
        "parcel_id": f"x-{order}",
    }
    return Occurrence(name, {field: values[field] for field in MESSAGES[name].fields})
