"""What order status listens to: everything that happens to an order."""

from uuid import UUID

from labs.commerce.modules.order_status.service import OrderStatusService
from labs.commerce.modules.orders.api import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderExpired,
    OrderRefunded,
)
from labs.commerce.modules.payments.api import (
    PaymentFailed,
    PaymentProcessed,
    PaymentRefunded,
    PaymentVoided,
)
from labs.commerce.modules.reservations.api import (
    ItemsReleased,
    ItemsReserved,
    ReservationFailed,
)
from labs.commerce.modules.shipping.api import (
    ShipmentMoved,
    ShippingCancelled,
    ShippingFailed,
    ShippingScheduled,
)
from labs.commerce.platform.events import Handler, Handlers
from labs.commerce.platform.messages import Event

_PLAIN: tuple[type[Event], ...] = (
    OrderConfirmed,
    ItemsReserved,
    ItemsReleased,
    PaymentProcessed,
    PaymentRefunded,
    PaymentVoided,
    ShippingScheduled,
    ShippingCancelled,
)
_WITH_REASON: tuple[type[Event], ...] = (
    OrderCancelled,
    OrderExpired,
    OrderRefunded,
    PaymentFailed,
    ReservationFailed,
    ShippingFailed,
)


def handlers(view: OrderStatusService) -> Handlers:
    """Every event about an order goes into its timeline."""

    async def on_created(event: OrderCreated, event_id: UUID) -> None:
        await view.opened(event_id, event.order_id, event.user_id)

    async def on_moved(event: ShipmentMoved, event_id: UUID) -> None:
        await view.note(event_id, event.order_id, "ShipmentMoved", event.status)

    heard: dict[type[Event], Handler] = {OrderCreated: on_created, ShipmentMoved: on_moved}
    heard |= {kind: _plain(view, kind.__name__) for kind in _PLAIN}
    heard |= {kind: _with_reason(view, kind.__name__) for kind in _WITH_REASON}
    return heard


def _plain(view: OrderStatusService, name: str) -> Handler:
    async def handle(event: OrderConfirmed | ItemsReserved, event_id: UUID) -> None:
        await view.note(event_id, event.order_id, name)

    return handle


def _with_reason(view: OrderStatusService, name: str) -> Handler:
    async def handle(
        event: OrderCancelled | PaymentFailed | ReservationFailed, event_id: UUID
    ) -> None:
        await view.note(event_id, event.order_id, name, event.reason)

    return handle
