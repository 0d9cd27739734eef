"""The public API of sales reports."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.sales_reports.api import SalesTotals
from labs.commerce.modules.sales_reports.service import SalesReportsService
from labs.commerce.modules.sales_reports.store import Bestseller, Day
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get

_ADMIN = holders("admin")
_DAYS = Number("limit", default=31, high=366)
_BEST = Number("limit", default=10, high=100)


def routes(sales: SalesReportsService) -> list[PublicRoute]:
    """Administrators read reports."""

    async def totals(_request: Request) -> Response:
        return answer(await sales.totals(Nothing()))

    async def days(request: Request) -> Response:
        return answer(await sales.days(_DAYS.of(request)))

    async def bestsellers(request: Request) -> Response:
        return answer(await sales.bestsellers(_BEST.of(request)))

    return [
        get("/", totals, Shape(_ADMIN, gives=SalesTotals)),
        get("/days", days, Shape(_ADMIN, asks=[_DAYS], gives=list[Day])),
        get("/bestsellers", bestsellers, Shape(_ADMIN, asks=[_BEST], gives=list[Bestseller])),
    ]
