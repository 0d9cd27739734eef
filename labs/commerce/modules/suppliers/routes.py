"""The public API of suppliers."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.modules.suppliers.service import SuppliersService
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, get, path_uuid, post, query_int, require

_PAGE, _PAGE_MAX = 20, 100


class Place(Command, frozen=True):
    """Goods to order."""

    supplier_id: int
    product_id: int
    quantity: int


def routes(suppliers: SuppliersService) -> list[Route]:
    """Administrators buy goods and receive them."""

    async def everyone(request: Request) -> Response:
        require(request, "admin")
        return answer(await suppliers.all())

    async def latest(request: Request) -> Response:
        require(request, "admin")
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await suppliers.replenishments(limit))

    async def place(request: Request) -> Response:
        require(request, "admin")
        wanted = await body(request, Place)
        item = Quantity(product_id=wanted.product_id, quantity=wanted.quantity)
        return answer(await suppliers.place(wanted.supplier_id, item), HTTPStatus.CREATED)

    async def receive(request: Request) -> Response:
        require(request, "admin")
        return answer(await suppliers.receive(path_uuid(request, "replenishment_id")))

    return [
        get("/", everyone),
        get("/replenishments", latest),
        post("/replenishments", place),
        post("/replenishments/{replenishment_id}/receipt", receive),
    ]
