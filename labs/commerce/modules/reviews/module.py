"""How reviews is put together."""

from labs.commerce.modules.products.api import Products
from labs.commerce.modules.reviews.api import Reviews
from labs.commerce.modules.reviews.events import handlers
from labs.commerce.modules.reviews.routes import routes
from labs.commerce.modules.reviews.service import ReviewsService
from labs.commerce.modules.reviews.store import ReviewsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = ReviewsService(
        parts.database,
        ReviewsStore(parts.database),
        parts.peer("products", Products),
        parts.outbox,
        parts.clock,
    )
    return Assembly(service, routes(service), handlers(service))


MODULE = Module("reviews", "/api/v1/reviews", Reviews, build, schema_of(__package__))
