"""What notifications listens to."""

from uuid import UUID

from labs.commerce.modules.authentication.api import PasswordChanged, PasswordResetRequested
from labs.commerce.modules.moderation.api import ReviewRejected
from labs.commerce.modules.notifications.service import NotificationsService
from labs.commerce.modules.orders.api import OrderCancelled, OrderConfirmed, OrderRefunded
from labs.commerce.modules.registration.api import UserRegistered
from labs.commerce.modules.shipping.api import ShipmentMoved, ShippingScheduled
from labs.commerce.platform.events import Handlers

Told = dict[str, str | int]
"""What a letter says."""


def handlers(notifications: NotificationsService) -> Handlers:
    """What customers want to hear about."""

    async def on_rejected(event: ReviewRejected, event_id: UUID) -> None:
        about: Told = {"productId": event.product_id, "reason": event.reason}
        await notifications.write(event_id, event.user_id, "review-rejected", **about)

    accounts, orders = _of_accounts(notifications), _of_orders(notifications)
    return {**accounts, **orders, ReviewRejected: on_rejected}


def _of_accounts(notifications: NotificationsService) -> Handlers:
    write = notifications.write

    async def on_registered(event: UserRegistered, event_id: UUID) -> None:
        await write(event_id, event.user_id, "welcome", name=event.name)

    async def on_reset(event: PasswordResetRequested, event_id: UUID) -> None:
        sealed, minutes = event.sealed_token, notifications.minutes_to(event.expires_at)
        await write(event_id, event.user_id, "password-reset", sealedToken=sealed, minutes=minutes)

    async def on_password(event: PasswordChanged, event_id: UUID) -> None:
        await write(event_id, event.user_id, "password-changed")

    return {
        UserRegistered: on_registered,
        PasswordResetRequested: on_reset,
        PasswordChanged: on_password,
    }


def _of_orders(notifications: NotificationsService) -> Handlers:
    write = notifications.write

    async def on_confirmed(event: OrderConfirmed, event_id: UUID) -> None:
        order, total = str(event.order_id), event.total_minor
        await write(event_id, event.user_id, "order-confirmed", orderId=order, totalMinor=total)

    async def on_cancelled(event: OrderCancelled, event_id: UUID) -> None:
        order, reason = str(event.order_id), event.reason
        await write(event_id, event.user_id, "order-cancelled", orderId=order, reason=reason)

    async def on_refunded(event: OrderRefunded, event_id: UUID) -> None:
        about: Told = {
            "orderId": str(event.order_id),
            "refundId": str(event.refund_id),
            "returnedMinor": event.amount_minor,
            "reason": event.reason,
        }
        await write(event_id, event.user_id, "order-refunded", **about)

    async def on_scheduled(event: ShippingScheduled, event_id: UUID) -> None:
        order, tracking = str(event.order_id), event.tracking
        await write(event_id, event.user_id, "shipping-scheduled", orderId=order, tracking=tracking)

    async def on_moved(event: ShipmentMoved, event_id: UUID) -> None:
        order, status = str(event.order_id), event.status
        await write(event_id, event.user_id, "shipment-moved", orderId=order, status=status)

    return {
        OrderConfirmed: on_confirmed,
        OrderCancelled: on_cancelled,
        OrderRefunded: on_refunded,
        ShippingScheduled: on_scheduled,
        ShipmentMoved: on_moved,
    }
