"""How search is put together."""

from labs.commerce.modules.search.api import Search
from labs.commerce.modules.search.events import handlers
from labs.commerce.modules.search.routes import routes
from labs.commerce.modules.search.service import SearchService
from labs.commerce.modules.search.store import SearchStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = SearchService(SearchStore(parts.database))
    return Assembly(
        service,
        routes(service),
        handlers(service),
        seed=lambda: service.seed(parts.spec.seed),
    )


MODULE = Module("search", "/api/v1/search", Search, build, schema_of(__package__))
