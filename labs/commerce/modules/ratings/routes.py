"""The public API of ratings."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.ratings.service import RatingsService
from labs.commerce.platform.web import answer, get, path_int


def routes(ratings: RatingsService) -> list[Route]:
    """Reading ratings."""

    async def show(request: Request) -> Response:
        return answer(await ratings.of(path_int(request, "product_id")))

    return [get("/{product_id}", show)]
