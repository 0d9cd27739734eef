"""The public API of sales reports."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.sales_reports.service import SalesReportsService
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.web import answer, get, query_int, require

_DAYS, _DAYS_MAX = 31, 366
_BEST, _BEST_MAX = 10, 100


def routes(sales: SalesReportsService) -> list[Route]:
    """Administrators read reports."""

    async def totals(request: Request) -> Response:
        require(request, "admin")
        return answer(await sales.totals(Nothing()))

    async def days(request: Request) -> Response:
        require(request, "admin")
        return answer(await sales.days(query_int(request, "limit", _DAYS, high=_DAYS_MAX)))

    async def bestsellers(request: Request) -> Response:
        require(request, "admin")
        return answer(await sales.bestsellers(query_int(request, "limit", _BEST, high=_BEST_MAX)))

    return [get("/", totals), get("/days", days), get("/bestsellers", bestsellers)]
