"""What sales reports listens to."""

from uuid import UUID

from labs.commerce.modules.orders.api import OrderCancelled, OrderConfirmed, OrderRefunded
from labs.commerce.modules.sales_reports.service import SalesReportsService
from labs.commerce.platform.events import Handlers


def handlers(sales: SalesReportsService) -> Handlers:
    """Sales are what the orders' events say."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        await sales.sold(event)

    async def on_cancelled(event: OrderCancelled, _event_id: UUID) -> None:
        await sales.cancelled(event.order_id)

    async def on_refunded(event: OrderRefunded, _event_id: UUID) -> None:
        await sales.refunded(event.order_id, event.amount_minor)

    return {
        OrderConfirmed: on_confirmed,
        OrderCancelled: on_cancelled,
        OrderRefunded: on_refunded,
    }
