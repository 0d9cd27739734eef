"""The public API of recommendations."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.recommendations.service import RecommendationsService, Recommended
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, get, path_int

_LIMIT = Number("limit", default=5, high=20)


def routes(recommendations: RecommendationsService) -> list[PublicRoute]:
    """What to show beside a product."""

    async def beside(request: Request) -> Response:
        product_id, limit = path_int(request, "product_id"), _LIMIT.of(request)
        return answer(await recommendations.beside(product_id, limit))

    recommended = Shape(ANYONE, asks=[_LIMIT], gives=Recommended)
    return [get("/{product_id:number}", beside, recommended)]
