"""What ratings listens to."""

from uuid import UUID

from labs.commerce.modules.moderation.api import ReviewApproved, ReviewRejected
from labs.commerce.modules.ratings.service import RatingsService
from labs.commerce.platform.events import Handlers


def handlers(ratings: RatingsService) -> Handlers:
    """Approved reviews count, until somebody thinks better of it."""

    async def on_approved(event: ReviewApproved, _event_id: UUID) -> None:
        await ratings.add(event.review_id, event.product_id, event.stars)

    async def on_rejected(event: ReviewRejected, _event_id: UUID) -> None:
        await ratings.remove(event.review_id)

    return {ReviewApproved: on_approved, ReviewRejected: on_rejected}
