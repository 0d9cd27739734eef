"""What products listens to."""

from uuid import UUID

from labs.commerce.modules.products.service import ProductsService
from labs.commerce.modules.ratings.api import RatingChanged
from labs.commerce.modules.stock.api import AvailabilityChanged
from labs.commerce.platform.events import Handlers


def handlers(products: ProductsService) -> Handlers:
    """What stock and reviews say stands beside a product."""

    async def on_availability(event: AvailabilityChanged, _event_id: UUID) -> None:
        await products.stand_available(event.product_id, available=event.available)

    async def on_rating(event: RatingChanged, _event_id: UUID) -> None:
        await products.stand_rated(event.product_id, event.mean, event.reviews)

    return {AvailabilityChanged: on_availability, RatingChanged: on_rating}
