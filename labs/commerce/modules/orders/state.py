"""An order as the sum of its events: the states, the ways between them, and the fold."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from labs.commerce.modules.orders.api import (
    Order,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderExpired,
    OrderRefunded,
)
from labs.commerce.platform.errors import DomainError
from labs.commerce.platform.messages import Event, Message


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class IllegalTransitionError(DomainError):
    """An event that cannot happen to an order as it stands."""

    def __init__(self, status: str, event: str) -> None:
        super().__init__("order-transition-illegal", status=status, event=event)


class Recorded(NamedTuple):
    """An event in an order's stream."""

    version: int
    """Its place in the stream; counts from 1."""
    event_id: UUID
    event: Event
    at: datetime


class HistoryEntry(Message, frozen=True, kw_only=True):
    """One event of an order, and where the order stood after it."""

    version: int
    event: str
    status: str
    reason: str
    at: datetime


OWN_EVENTS: tuple[type[Event], ...] = (
    OrderCreated,
    OrderExpired,
    OrderConfirmed,
    OrderCancelled,
    OrderRefunded,
)
"""What an order's stream is made of."""

_NOTHING = "NONE"
_WAYS: Mapping[tuple[str, type[Event]], OrderStatus] = {
    (_NOTHING, OrderCreated): OrderStatus.PENDING,
    # it stays pending until all that was done for it is undone
    (OrderStatus.PENDING, OrderExpired): OrderStatus.PENDING,
    (OrderStatus.PENDING, OrderConfirmed): OrderStatus.CONFIRMED,
    (OrderStatus.PENDING, OrderCancelled): OrderStatus.CANCELLED,
    # a saga may have steps after the confirmation, and they may fail
    (OrderStatus.CONFIRMED, OrderCancelled): OrderStatus.CANCELLED,
    # money comes back by itself, and its news may be late
    **{(status, OrderRefunded): status for status in OrderStatus},
}


def applied(order: Order | None, event: Event, at: datetime) -> Order:
    """An order after one more event.

    Raises:
        IllegalTransitionError: it cannot happen to the order as it stands.
    """
    now = _NOTHING if order is None else order.status
    following = _WAYS.get((now, type(event)))
    if following is None:
        raise IllegalTransitionError(now, type(event).__name__)
    if order is None:
        return _opened(event, at)
    reason = event.reason if isinstance(event, OrderCancelled) else order.reason
    returned = event.amount_minor if isinstance(event, OrderRefunded) else 0
    return replace(
        order,
        status=following.value,
        reason=reason,
        refunded_minor=order.refunded_minor + returned,
        version=order.version + 1,
    )


def fold(stream: Iterable[Recorded]) -> Order | None:
    """The order that a stream amounts to; None for an empty one.

    Raises:
        IllegalTransitionError: the stream tells what cannot have happened.
    """
    start: Order | None = None
    return reduce(lambda order, told: applied(order, told.event, told.at), stream, start)


def history(stream: Iterable[Recorded]) -> list[HistoryEntry]:
    """What happened to an order, oldest first."""
    order: Order | None = None
    entries = []
    for version, _, event, at in stream:
        order = applied(order, event, at)
        entries.append(
            HistoryEntry(
                version=version,
                event=type(event).__name__,
                status=order.status,
                reason=getattr(event, "reason", ""),
                at=at,
            )
        )
    return entries


def _opened(event: Event, at: datetime) -> Order:
    if not isinstance(event, OrderCreated):
        raise IllegalTransitionError(_NOTHING, type(event).__name__)
    return Order(
        order_id=event.order_id,
        user_id=event.user_id,
        status=OrderStatus.PENDING.value,
        items=event.items,
        total_minor=event.total_minor,
        currency=event.currency,
        created_at=at,
    )
