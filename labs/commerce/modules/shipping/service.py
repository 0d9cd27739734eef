"""Sending parcels."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.shipping.api import (
    CancelShipment,
    Schedule,
    Shipment,
    ShipmentMoved,
    ShippingCancelled,
    ShippingFailed,
    ShippingScheduled,
)
from labs.commerce.modules.shipping.store import ShippingStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, NotFoundError
from labs.commerce.platform.events import Outbox

SERVED = frozenset(
    [
        "AM",
        "AT",
        "BE",
        "BG",
        "BY",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GE",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "KZ",
        "LT",
        "LU",
        "LV",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "RU",
        "SE",
        "SI",
        "SK",
        "TR",
        "US",
        "UZ",
    ]
)
"""Countries the shop delivers to."""

_FOLLOWING = {"SCHEDULED": "IN_TRANSIT", "IN_TRANSIT": "DELIVERED"}


@dataclass(frozen=True, slots=True)
class ShippingService:
    """Fulfils the contract of shipping."""

    database: Database
    store: ShippingStore
    outbox: Outbox
    clock: Clock

    async def schedule(self, message: Schedule) -> Shipment:
        """Plan a parcel."""
        country = message.address.country
        if country not in SERVED:
            await self._refuse(message, "address-not-served")
            raise DomainError("address-not-served", country=country)
        shipment = Shipment(
            order_id=message.order_id,
            user_id=message.user_id,
            tracking=f"SH{message.order_id.hex[:12].upper()}",
            status="SCHEDULED",
        )
        scheduled = ShippingScheduled(
            order_id=message.order_id, user_id=message.user_id, tracking=shipment.tracking
        )
        told = self.outbox.envelope(scheduled)
        if not await self.store.open(shipment, message.address, self.clock.now(), told):
            return await self._planned_before(message.order_id)
        return shipment

    async def cancel(self, message: CancelShipment) -> Shipment:
        """Cancel a parcel, or see to it that none will be planned."""
        order_id = message.order_id
        none = Shipment(order_id=order_id, user_id=None, tracking="", status="CANCELLED")
        async with self.database.transaction():
            if await self.store.open(none, None, self.clock.now()):
                self.outbox.publish(ShippingCancelled(order_id=order_id))
                return none
            if await self.store.move(order_id, "CANCELLED", only_from=("SCHEDULED", "REFUSED")):
                self.outbox.publish(ShippingCancelled(order_id=order_id))
        shipment = await self.find(order_id)
        if shipment.status != "CANCELLED":
            raise DomainError("shipment-left-already", status=shipment.status)
        return shipment

    async def advance(self, order_id: UUID) -> Shipment:
        """The carrier reports: the parcel left, or it arrived."""
        async with self.database.transaction():
            shipment = await self.find(order_id)
            following = _FOLLOWING.get(shipment.status)
            if following is None or shipment.user_id is None:
                raise DomainError("shipment-at-rest", status=shipment.status)
            if await self.store.move(order_id, following, only_from=(shipment.status,)):
                user_id = shipment.user_id
                self.outbox.publish(
                    ShipmentMoved(order_id=order_id, user_id=user_id, status=following)
                )
        return await self.find(order_id)

    async def find(self, order_id: UUID) -> Shipment:
        """An order's shipment."""
        shipment = await self.store.find(order_id)
        if shipment is None:
            raise NotFoundError("shipment-unknown", orderId=str(order_id))
        return shipment

    async def _refuse(self, message: Schedule, reason: str) -> None:
        """Tell that there will be no parcel, unless what is told now is rolled back anyway."""
        if self.database.in_transaction:
            return
        order_id, user_id = message.order_id, message.user_id
        refused = Shipment(order_id=order_id, user_id=user_id, tracking="", status="REFUSED")
        told = self.outbox.envelope(ShippingFailed(order_id=order_id, reason=reason))
        await self.store.open(refused, None, self.clock.now(), told)

    async def _planned_before(self, order_id: UUID) -> Shipment:
        shipment = await self.find(order_id)
        if shipment.status == "CANCELLED":
            raise DomainError("shipment-cancelled", orderId=str(order_id))
        return shipment
