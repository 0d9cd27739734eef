"""The public API of recommendations."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.recommendations.service import RecommendationsService
from labs.commerce.platform.web import answer, get, path_int, query_int

_SHOWN, _SHOWN_MAX = 5, 20


def routes(recommendations: RecommendationsService) -> list[Route]:
    """What to show beside a product."""

    async def beside(request: Request) -> Response:
        limit = query_int(request, "limit", _SHOWN, high=_SHOWN_MAX)
        return answer(await recommendations.beside(path_int(request, "product_id"), limit))

    return [get("/{product_id}", beside)]
