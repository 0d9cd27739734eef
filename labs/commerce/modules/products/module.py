"""How products is put together."""

from collections.abc import Sequence

from labs.commerce.modules.categories.api import Categories
from labs.commerce.modules.products.announcing import Announcer
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.products.events import handlers
from labs.commerce.modules.products.postgresql import PostgresProducts
from labs.commerce.modules.products.routes import routes
from labs.commerce.modules.products.service import ProductsService
from labs.commerce.modules.products.store import ProductsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.spec import Spec


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = _store(parts)
    service = ProductsService(
        parts.database, store, parts.peer("categories", Categories), parts.outbox
    )
    announcer = Announcer(parts.database, store, parts.outbox, parts.log)
    return Assembly(
        service,
        routes(service),
        handlers(service),
        background=() if store.joins_transactions else (announcer.run,),
        seed=lambda: service.seed(parts.spec.seed),
    )


def problems(spec: Spec) -> Sequence[str]:
    """A catalogue in MongoDB needs MongoDB's driver. Asking also loads it before the fork."""
    if spec.stores.catalogue:
        try:
            from labs.commerce.modules.products import mongodb  # noqa: F401
        except ImportError:
            return ["store-driver-missing: pymongo"]
    return ()


def _store(parts: Parts) -> ProductsStore:
    stores = parts.spec.stores
    if not stores.catalogue:
        return PostgresProducts(parts.database)
    # a driver that is not used costs no memory
    from labs.commerce.modules.products.mongodb import MongoProducts, open_database

    return MongoProducts(open_database(stores.catalogue, stores.name))


MODULE = Module("products", "/api/v1/products", Products, build, schema_of(__package__), problems)
