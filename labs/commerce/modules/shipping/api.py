"""The contract of shipping."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message


class Address(Message, frozen=True):
    """Where a parcel goes."""

    name: str
    street: str
    city: str
    postal_code: str
    country: str
    """ISO 3166-1 alpha-2."""


class Schedule(Message, frozen=True):
    """Sends an order's goods."""

    order_id: UUID
    user_id: UUID
    address: Address


class CancelShipment(Message, frozen=True):
    """Keeps an order's goods at home."""

    order_id: UUID


class Shipment(Message, frozen=True):
    """A parcel."""

    order_id: UUID
    user_id: UUID | None
    tracking: str
    status: str
    """`SCHEDULED`, `IN_TRANSIT`, `DELIVERED`, `CANCELLED`, or `REFUSED` before it was planned."""


class ShippingScheduled(Event, frozen=True):
    """A parcel will be sent."""

    order_id: UUID
    user_id: UUID
    tracking: str


class ShippingFailed(Event, frozen=True):
    """A parcel could not be planned."""

    order_id: UUID
    reason: str


class ShippingCancelled(Event, frozen=True):
    """A parcel will not be sent after all."""

    order_id: UUID


class ShipmentMoved(Event, frozen=True):
    """A parcel is on its way, or has arrived."""

    order_id: UUID
    user_id: UUID
    status: str


class Shipping(Protocol):
    """Sends parcels; an order has at most one."""

    @idempotent
    async def schedule(self, message: Schedule) -> Shipment:
        """Plan a parcel. Planning again changes nothing.

        Raises:
            DomainError: nothing is delivered there, or the parcel was cancelled before.
        """
        ...

    @idempotent
    async def cancel(self, message: CancelShipment) -> Shipment:
        """Cancel a parcel. What was never planned can no longer be planned.

        Raises:
            DomainError: the parcel left already.
        """
        ...
