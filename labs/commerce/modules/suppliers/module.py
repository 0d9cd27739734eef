"""How suppliers is put together."""

from labs.commerce.modules.stock.api import Stock
from labs.commerce.modules.suppliers.api import Suppliers
from labs.commerce.modules.suppliers.events import handlers
from labs.commerce.modules.suppliers.routes import routes
from labs.commerce.modules.suppliers.service import SuppliersService
from labs.commerce.modules.suppliers.store import SuppliersStore
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    store = SuppliersStore(parts.database)
    service = SuppliersService(parts.database, store, parts.peer("stock", Stock), parts.clock)
    return Assembly(service, routes(service), handlers(service), seed=service.seed)


MODULE = Module(
    "suppliers", "/api/v1/inventory/suppliers", Suppliers, build, schema_of(__package__)
)
