"""The contract of reservations."""

from typing import Protocol
from uuid import UUID

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message


class Reserve(Message, frozen=True):
    """Sets goods aside for an order."""

    order_id: UUID
    items: list[Quantity]


class Release(Message, frozen=True):
    """Lets an order's goods go."""

    order_id: UUID


class Reservation(Message, frozen=True):
    """Goods set aside for an order."""

    order_id: UUID
    status: str
    """`PENDING`, `HELD`, `REFUSED` or `RELEASED`."""
    items: list[Quantity]
    reason: str = ""
    """Why it was refused."""


class ItemsReserved(Event, frozen=True):
    """An order's goods are set aside."""

    order_id: UUID
    items: list[Quantity]


class ReservationFailed(Event, frozen=True):
    """An order's goods could not be set aside."""

    order_id: UUID
    reason: str


class ItemsReleased(Event, frozen=True):
    """An order's goods are for sale again."""

    order_id: UUID
    items: list[Quantity]


class Reservations(Protocol):
    """Knows which goods are set aside for which order."""

    @idempotent
    async def reserve(self, message: Reserve) -> Reservation:
        """Set goods aside. Reserving again changes nothing: a refusal is final too.

        Raises:
            DomainError: too few are left, or the order's goods were released before.
        """
        ...

    @idempotent
    async def hold(self, message: Reserve) -> Reservation:
        """Note that goods are set aside which the caller takes from stock in the same transaction.

        Raises:
            DomainError: they were refused or released before.
        """
        ...

    @idempotent
    async def release(self, message: Release) -> Reservation:
        """Let an order's goods go. What was never reserved can no longer be reserved."""
        ...
