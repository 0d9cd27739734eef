"""How sales reports is put together."""

from labs.commerce.modules.sales_reports.api import SalesReports
from labs.commerce.modules.sales_reports.events import handlers
from labs.commerce.modules.sales_reports.routes import routes
from labs.commerce.modules.sales_reports.service import SalesReportsService
from labs.commerce.modules.sales_reports.store import SalesStore
from labs.commerce.platform.events import Handlers
from labs.commerce.platform.module import Assembly, Module, Parts, schema_of
from labs.commerce.platform.projections.projection import Projection, Statements

_SCRIPT = schema_of(__package__)


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = SalesReportsService(SalesStore(parts.database))
    projection = Projection("sales_reports", _SCRIPT, _handlers)
    return Assembly(service, routes(service), handlers(service), projection=projection)


def _handlers(database: Statements) -> Handlers:
    return handlers(SalesReportsService(SalesStore(database)))


MODULE = Module("sales-reports", "/api/v1/analytics/sales", SalesReports, build, _SCRIPT)
