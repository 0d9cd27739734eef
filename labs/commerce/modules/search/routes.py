"""The public API of search."""

from http import HTTPStatus
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.parameters import NARROWING, wanted
from labs.commerce.modules.search.rebuilding import Rebuild
from labs.commerce.modules.search.service import QUERY_MAX, Found, SearchService, Suggestions
from labs.commerce.modules.search.store import Language, Query
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.serving.parameters import Choice, Number, Words
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get, post

_ADMIN = holders("admin")
_TEXT = Words("q", QUERY_MAX)
_LIMIT = Number("limit", default=20, high=100)
_OFFSET = Number("offset", default=0, high=1000)
_MARKED = Choice("marked", ("", *get_args(Language)), "language-unknown")
_SOUGHT = (_TEXT, *NARROWING, _LIMIT, _OFFSET, _MARKED)
_SUGGESTED = Number("limit", default=8, high=20)


def routes(search: SearchService) -> list[PublicRoute]:
    """Searching the catalogue; administrators rebuild the index."""

    async def find(request: Request) -> Response:
        return answer(await search.find(query(request)))

    async def facets(request: Request) -> Response:
        return answer(await search.facets(Query(_TEXT.of(request), wanted(request))))

    async def suggest(request: Request) -> Response:
        return answer(await search.suggest(_TEXT.of(request), _SUGGESTED.of(request)))

    async def rebuild(_request: Request) -> Response:
        return answer(await search.rebuild(), HTTPStatus.ACCEPTED)

    async def rebuilt(_request: Request) -> Response:
        latest = await search.rebuilt()
        if latest is None:
            raise NotFoundError("never-rebuilt")
        return answer(latest)

    return [
        get("/", find, Shape(ANYONE, asks=_SOUGHT, gives=Found)),
        get("/facets", facets, Shape(ANYONE, asks=(_TEXT, *NARROWING), gives=Facets)),
        get("/suggestions", suggest, Shape(ANYONE, asks=[_TEXT, _SUGGESTED], gives=Suggestions)),
        post("/rebuilds", rebuild, Shape(_ADMIN, gives=Rebuild, status=HTTPStatus.ACCEPTED)),
        get(
            "/rebuilds/latest",
            rebuilt,
            Shape(_ADMIN, gives=Rebuild, refuses=[HTTPStatus.NOT_FOUND]),
        ),
    ]


def query(request: Request) -> Query:
    """What the query string looks for."""
    return Query(
        text=_TEXT.of(request),
        wanted=wanted(request),
        limit=_LIMIT.of(request),
        offset=_OFFSET.of(request),
        marked=cast("Language | None", _MARKED.of(request) or None),
    )
