"""How admin is put together."""

from labs.commerce.modules.admin.api import Admin
from labs.commerce.modules.admin.routes import routes
from labs.commerce.modules.admin.service import AdminService
from labs.commerce.modules.orders.api import Orders
from labs.commerce.modules.products.api import Products
from labs.commerce.modules.registration.api import Registration
from labs.commerce.modules.sales_reports.api import SalesReports
from labs.commerce.modules.stock.api import Stock
from labs.commerce.platform.module import Assembly, Module, Parts


def build(parts: Parts) -> Assembly:
    """Build the module from what the host gives it."""
    service = AdminService(
        parts.peer("registration", Registration),
        parts.peer("products", Products),
        parts.peer("orders", Orders),
        parts.peer("sales-reports", SalesReports),
        parts.peer("stock", Stock),
    )
    return Assembly(service, routes(service))


MODULE = Module("admin", "/api/v1/admin", Admin, build)
