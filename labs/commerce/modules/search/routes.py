"""The public API of search."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.search.service import SearchService
from labs.commerce.platform.web import answer, get, query_int

_PAGE, _PAGE_MAX = 20, 100


def routes(search: SearchService) -> list[Route]:
    """Searching the catalogue."""

    async def find(request: Request) -> Response:
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await search.find(request.query_params.get("q", ""), limit))

    return [get("/", find)]
