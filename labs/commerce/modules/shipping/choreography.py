"""What shipping does when nobody coordinates the checkout."""

from uuid import UUID

from labs.commerce.choreography.participant import Part
from labs.commerce.modules.orders.api import OrderCreated
from labs.commerce.modules.shipping.api import CancelShipment, Schedule, Shipping, ShippingFailed
from labs.commerce.platform.errors import DomainError, InvalidError


def part(shipping: Shipping) -> Part:
    """Planning a parcel, and keeping it at home."""

    async def schedule(order: OrderCreated) -> None:
        if order.address is None:
            raise InvalidError("address-missing")
        await shipping.schedule(
            Schedule(order_id=order.order_id, user_id=order.user_id, address=order.address)
        )

    async def cancel(order_id: UUID) -> None:
        await shipping.cancel(CancelShipment(order_id=order_id))

    return Part({"ScheduleShipping": schedule}, {"CancelShipping": cancel}, _refusal)


def _refusal(order_id: UUID, error: DomainError) -> ShippingFailed | None:
    """A request that made no sense left no trace: everything else the service has told."""
    if isinstance(error, InvalidError):
        return ShippingFailed(order_id=order_id, reason=error.code)
    return None
