"""What moderation listens to."""

from uuid import UUID

from labs.commerce.modules.moderation.service import ModerationService
from labs.commerce.modules.reviews.api import ReviewSubmitted, ReviewVerified
from labs.commerce.platform.events import Handlers


def handlers(moderation: ModerationService) -> Handlers:
    """Every review is examined."""

    async def on_submitted(event: ReviewSubmitted, _event_id: UUID) -> None:
        await moderation.examine(event)

    async def on_verified(event: ReviewVerified, _event_id: UUID) -> None:
        await moderation.verify(event.review_id)

    return {ReviewSubmitted: on_submitted, ReviewVerified: on_verified}
