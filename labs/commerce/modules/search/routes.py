"""The public API of search."""

from http import HTTPStatus
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.search.service import SearchService
from labs.commerce.modules.search.store import Language, Query
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.web import answer, get, post, query_int, require

_PAGE, _PAGE_MAX = 20, 100
_OFFSET_MAX = 1000
_SUGGESTED, _SUGGESTED_MAX = 8, 20


def routes(search: SearchService) -> list[Route]:
    """Searching the catalogue; administrators rebuild the index."""

    async def find(request: Request) -> Response:
        return answer(await search.find(query(request)))

    async def suggest(request: Request) -> Response:
        limit = query_int(request, "limit", _SUGGESTED, high=_SUGGESTED_MAX)
        return answer(await search.suggest(request.query_params.get("q", ""), limit))

    async def rebuild(request: Request) -> Response:
        require(request, "admin")
        return answer(await search.rebuild(), HTTPStatus.ACCEPTED)

    async def rebuilt(request: Request) -> Response:
        require(request, "admin")
        latest = await search.rebuilt()
        if latest is None:
            raise NotFoundError("never-rebuilt")
        return answer(latest)

    return [
        get("/", find),
        get("/suggestions", suggest),
        post("/rebuilds", rebuild),
        get("/rebuilds/latest", rebuilt),
    ]


def query(request: Request) -> Query:
    """What the query string looks for."""
    asked = request.query_params
    return Query(
        text=asked.get("q", "").strip(),
        category=asked.get("category", ""),
        limit=query_int(request, "limit", _PAGE, high=_PAGE_MAX),
        offset=query_int(request, "offset", 0, high=_OFFSET_MAX),
        marked=_language(asked.get("marked")),
    )


def _language(asked: str | None) -> Language | None:
    if asked is not None and asked not in get_args(Language):
        raise InvalidError("language-unknown", known=list(get_args(Language)))
    return cast("Language | None", asked)
