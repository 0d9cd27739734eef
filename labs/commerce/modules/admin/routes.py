"""The public API of admin."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.admin.service import AdminService
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.web import answer, get, query_int, require

_PAGE, _PAGE_MAX = 50, 200
_TEXT_MAX = 200


def routes(admin: AdminService) -> list[Route]:
    """Administrators look at the shop."""

    async def summary(request: Request) -> Response:
        require(request, "admin")
        return answer(await admin.summary())

    async def orders(request: Request) -> Response:
        require(request, "admin")
        status = request.query_params.get("status", "")
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await admin.orders_like(status, _text(request), limit))

    async def accounts(request: Request) -> Response:
        require(request, "admin")
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await admin.accounts(_text(request), limit))

    return [get("/summary", summary), get("/orders", orders), get("/accounts", accounts)]


def _text(request: Request) -> str:
    text = request.query_params.get("q", "").strip()
    if len(text) > _TEXT_MAX:
        raise InvalidError("query-length", low=0, high=_TEXT_MAX)
    return text
