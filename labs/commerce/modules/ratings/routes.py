"""The public API of ratings."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.ratings.service import Rating, RatingsService
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, get, path_int


def routes(ratings: RatingsService) -> list[PublicRoute]:
    """Reading ratings."""

    async def show(request: Request) -> Response:
        return answer(await ratings.of(path_int(request, "product_id")))

    return [get("/{product_id:number}", show, Shape(ANYONE, gives=Rating))]
