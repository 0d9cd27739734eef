"""What reviews listens to."""

from uuid import UUID

from labs.commerce.modules.moderation.api import ReviewApproved, ReviewRejected
from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.modules.reviews.service import ReviewsService
from labs.commerce.platform.events import Handlers


def handlers(reviews: ReviewsService) -> Handlers:
    """Purchases verify reviews; moderation settles them."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        await reviews.bought(event.user_id, [item.product_id for item in event.items])

    async def on_approved(event: ReviewApproved, _event_id: UUID) -> None:
        await reviews.settle(event.review_id, approved=True)

    async def on_rejected(event: ReviewRejected, _event_id: UUID) -> None:
        await reviews.settle(event.review_id, approved=False)

    return {
        OrderConfirmed: on_confirmed,
        ReviewApproved: on_approved,
        ReviewRejected: on_rejected,
    }
