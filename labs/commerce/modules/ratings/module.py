"""How ratings is put together."""

from labs.commerce.modules.ratings.api import Ratings
from labs.commerce.modules.ratings.events import handlers
from labs.commerce.modules.ratings.routes import routes
from labs.commerce.modules.ratings.service import RatingsService
from labs.commerce.modules.ratings.store import RatingsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = RatingsService(parts.database, RatingsStore(parts.database), parts.outbox)
    return Assembly(service, routes(service), handlers(service))


MODULE = Module("ratings", "/api/v1/ratings", Ratings, build, schema_of(__package__))
