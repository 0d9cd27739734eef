"""How stock is put together."""

from labs.commerce.modules.stock.api import Stock
from labs.commerce.modules.stock.routes import routes
from labs.commerce.modules.stock.service import StockService
from labs.commerce.modules.stock.store import StockStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = StockService(parts.database, StockStore(parts.database), parts.outbox)
    return Assembly(service, routes(service), seed=lambda: service.seed(parts.spec.seed))


MODULE = Module("stock", "/api/v1/inventory/stock", Stock, build, schema_of(__package__))
