"""What recommendations listens to."""

from uuid import UUID

from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.modules.recommendation_models.api import ModelTrained
from labs.commerce.modules.recommendations.service import RecommendationsService
from labs.commerce.platform.events import Handlers


def handlers(recommendations: RecommendationsService) -> Handlers:
    """Orders say what is bought together, models what belongs together."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        await recommendations.bought([item.product_id for item in event.items])

    async def on_trained(event: ModelTrained, _event_id: UUID) -> None:
        await recommendations.learnt(event)

    return {OrderConfirmed: on_confirmed, ModelTrained: on_trained}
