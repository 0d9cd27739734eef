"""How recommendations is put together."""

from labs.commerce.modules.products.api import Products
from labs.commerce.modules.recommendations.api import Recommendations
from labs.commerce.modules.recommendations.events import handlers
from labs.commerce.modules.recommendations.routes import routes
from labs.commerce.modules.recommendations.service import RecommendationsService
from labs.commerce.modules.recommendations.store import RecommendationsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    products = parts.peer("products", Products)
    service = RecommendationsService(RecommendationsStore(parts.database), products)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module(
    "recommendations", "/api/v1/recommendations", Recommendations, build, schema_of(__package__)
)
