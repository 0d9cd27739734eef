"""What orders hears of money that staff gave back."""

from uuid import UUID

from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.payments.api import RefundIssued
from labs.commerce.platform.events import Handlers


def refund_handlers(book: OrderBook) -> Handlers:
    """A refund belongs to the story of its order, however that was carried out."""

    async def on_refund(event: RefundIssued, _event_id: UUID) -> None:
        await book.refunded(event)

    return {RefundIssued: on_refund}
