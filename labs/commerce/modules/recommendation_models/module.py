"""How recommendation models is put together."""

from labs.commerce.modules.recommendation_models.api import RecommendationModels
from labs.commerce.modules.recommendation_models.events import handlers
from labs.commerce.modules.recommendation_models.routes import routes
from labs.commerce.modules.recommendation_models.service import RecommendationModelsService
from labs.commerce.modules.recommendation_models.store import ModelsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = ModelsStore(parts.database)
    service = RecommendationModelsService(parts.database, store, parts.outbox, parts.clock)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module(
    "recommendation-models",
    "/api/v1/analytics/models",
    RecommendationModels,
    build,
    schema_of(__package__),
)
