"""The public API of suppliers."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.modules.suppliers.service import SuppliersService
from labs.commerce.modules.suppliers.store import Replenishment, Supplier
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, get, path_uuid, post

_ADMIN = holders("admin")
_LIMIT = Number("limit", default=20, high=100)


class Place(Command, frozen=True):
    """Goods to order."""

    supplier_id: int
    product_id: int
    quantity: int


def routes(suppliers: SuppliersService) -> list[PublicRoute]:
    """Administrators buy goods and receive them."""

    async def everyone(_request: Request) -> Response:
        return answer(await suppliers.all())

    async def latest(request: Request) -> Response:
        return answer(await suppliers.replenishments(_LIMIT.of(request)))

    async def place(request: Request) -> Response:
        wanted = await body(request, Place)
        item = Quantity(product_id=wanted.product_id, quantity=wanted.quantity)
        return answer(await suppliers.place(wanted.supplier_id, item), HTTPStatus.CREATED)

    async def receive(request: Request) -> Response:
        return answer(await suppliers.receive(path_uuid(request, "replenishment_id")))

    async def accept(request: Request) -> Response:
        return answer(await suppliers.accept(path_uuid(request, "replenishment_id")))

    async def cancel(request: Request) -> Response:
        return answer(await suppliers.cancel(path_uuid(request, "replenishment_id")))

    placing = Shape(
        _ADMIN,
        takes=Place,
        gives=Replenishment,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    moving = Shape(_ADMIN, gives=Replenishment, refuses=[HTTPStatus.CONFLICT])
    return [
        get("/", everyone, Shape(_ADMIN, gives=list[Supplier])),
        get(
            "/replenishments",
            latest,
            Shape(_ADMIN, asks=[_LIMIT], gives=list[Replenishment]),
        ),
        post("/replenishments", place, placing),
        post("/replenishments/{replenishment_id:uuid}/placement", accept, moving),
        post("/replenishments/{replenishment_id:uuid}/cancellation", cancel, moving),
        post("/replenishments/{replenishment_id:uuid}/receipt", receive, moving),
    ]
