"""The public API of admin."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.admin.service import AdminService, Summary
from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.registration.api import Account
from labs.commerce.platform.serving.parameters import Number, Words
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get

_ADMIN = holders("admin")
_LIMIT = Number("limit", default=50, high=200)
_STATUS, _TEXT = Words("status"), Words("q")


def routes(admin: AdminService) -> list[PublicRoute]:
    """Administrators look at the shop."""

    async def summary(_request: Request) -> Response:
        return answer(await admin.summary())

    async def orders(request: Request) -> Response:
        status, text, limit = _STATUS.of(request), _TEXT.of(request), _LIMIT.of(request)
        return answer(await admin.orders_like(status, text, limit))

    async def accounts(request: Request) -> Response:
        return answer(await admin.accounts(_TEXT.of(request), _LIMIT.of(request)))

    return [
        get("/summary", summary, Shape(_ADMIN, gives=Summary)),
        get("/orders", orders, Shape(_ADMIN, asks=(_STATUS, _TEXT, _LIMIT), gives=list[Order])),
        get("/accounts", accounts, Shape(_ADMIN, asks=(_TEXT, _LIMIT), gives=list[Account])),
    ]
