"""What recommendation models listens to."""

from uuid import UUID

from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.modules.recommendation_models.service import RecommendationModelsService
from labs.commerce.platform.events import Handlers


def handlers(models: RecommendationModelsService) -> Handlers:
    """Orders are baskets."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        await models.bought(event.order_id, [item.product_id for item in event.items])

    return {OrderConfirmed: on_confirmed}
