"""The states of an order and the ways between them."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


_WAYS: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PENDING: frozenset({OrderStatus.CONFIRMED, OrderStatus.CANCELLED}),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.CANCELLED}),
    OrderStatus.CANCELLED: frozenset(),
}


def may_become(now: OrderStatus, following: OrderStatus) -> bool:
    """Whether there is a way from one state to the other."""
    return following in _WAYS[now]


def origins(following: OrderStatus) -> frozenset[OrderStatus]:
    """The states that lead to `following`."""
    return frozenset(status for status, ways in _WAYS.items() if following in ways)
