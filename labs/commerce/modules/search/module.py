"""How search is put together."""

from collections.abc import Sequence

from labs.commerce.modules.products.api import Products
from labs.commerce.modules.search.api import Search
from labs.commerce.modules.search.events import handlers
from labs.commerce.modules.search.postgresql import PostgresSearch
from labs.commerce.modules.search.rebuilding import Rebuilder
from labs.commerce.modules.search.routes import routes
from labs.commerce.modules.search.service import SearchService
from labs.commerce.modules.search.store import SearchStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.spec import Spec


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = _store(parts)
    products = parts.peer("products", Products)
    rebuilder = Rebuilder(parts.database, store, products, parts.log)
    service = SearchService(store, rebuilder)
    return Assembly(
        service,
        routes(service),
        handlers(service),
        background=(rebuilder.run,),
        seed=lambda: service.seed(parts.spec.seed),
    )


def problems(spec: Spec) -> Sequence[str]:
    """Search in Elasticsearch needs its client. Asking also loads it before the fork."""
    if spec.stores.search:
        try:
            from labs.commerce.modules.search import elasticsearch  # noqa: F401
        except ImportError:
            return ["store-driver-missing: elasticsearch"]
    return ()


def _store(parts: Parts) -> SearchStore:
    stores = parts.spec.stores
    if not stores.search:
        return PostgresSearch(parts.database)
    # a client that is not used costs no memory
    from labs.commerce.modules.search.elasticsearch import ElasticSearch, open_client

    return ElasticSearch(open_client(stores.search), f"{stores.name}-products")


MODULE = Module("search", "/api/v1/search", Search, build, schema_of(__package__), problems)
