"""What moderation listens to."""

from uuid import UUID

from labs.commerce.modules.moderation.service import ModerationService
from labs.commerce.modules.reviews.api import ReviewSubmitted
from labs.commerce.platform.events import Handlers


def handlers(moderation: ModerationService) -> Handlers:
    """Every review is examined."""

    async def on_submitted(event: ReviewSubmitted, _event_id: UUID) -> None:
        await moderation.examine(event)

    return {ReviewSubmitted: on_submitted}
