"""How order status is put together."""

from labs.commerce.modules.order_status.api import OrderStatusView
from labs.commerce.modules.order_status.events import handlers
from labs.commerce.modules.order_status.routes import routes
from labs.commerce.modules.order_status.service import OrderStatusService
from labs.commerce.modules.order_status.store import OrderStatusStore
from labs.commerce.platform.database.doorbells import Doorbells
from labs.commerce.platform.events import Handlers
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.platform.projections.projection import Projection, Statements

_SCRIPT = schema_of(__package__)


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = OrderStatusService(OrderStatusStore(parts.database), Doorbells())
    projection = Projection("order_status", _SCRIPT, _handlers)
    return Assembly(
        service, routes(service, parts.streams), handlers(service), projection=projection
    )


def _handlers(database: Statements) -> Handlers:
    return handlers(OrderStatusService(OrderStatusStore(database), Doorbells()))


MODULE = Module("order-status", "/api/v1/order-status", OrderStatusView, build, _SCRIPT)
