"""How products is put together."""

from labs.commerce.modules.categories.api import Categories
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.products.routes import routes
from labs.commerce.modules.products.service import ProductsService
from labs.commerce.modules.products.store import ProductsStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = ProductsService(
        parts.database,
        ProductsStore(parts.database),
        parts.peer("categories", Categories),
        parts.outbox,
    )
    return Assembly(service, routes(service), seed=lambda: service.seed(parts.spec.seed))


MODULE = Module("products", "/api/v1/products", Products, build, schema_of(__package__))
