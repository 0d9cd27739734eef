"""The public API of orders."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.orders.api import Order, OrderRef
from labs.commerce.modules.orders.service import OrdersService, PlaceOrder
from labs.commerce.modules.orders.state import HistoryEntry, OrderStatus
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.messages import Message
from labs.commerce.platform.web import (
    answer,
    body,
    caller,
    get,
    path_uuid,
    post,
    query_int,
    require,
)

IDEMPOTENCY_KEY = "idempotency-key"
_KEY_MAX = 255
_PAGE, _PAGE_MAX = 20, 100


class OrderShown(Message, frozen=True, kw_only=True):
    """An order with its history."""

    order: Order
    history: list[HistoryEntry]


def routes(orders: OrdersService) -> list[Route]:
    """Placing orders, looking at one's own, and proving that they are what their events say."""

    async def place(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, PlaceOrder)
        order = await orders.place(user, wanted, _key(request))
        pending = order.status == OrderStatus.PENDING.value
        return answer(order, HTTPStatus.ACCEPTED if pending else HTTPStatus.CREATED)

    async def mine(request: Request) -> Response:
        user = caller(request).user_id
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await orders.of_user(user, limit))

    async def show(request: Request) -> Response:
        return answer(await visible(request))

    async def history(request: Request) -> Response:
        order = await visible(request)
        return answer(OrderShown(order=order, history=await orders.history(order.order_id)))

    async def saga(request: Request) -> Response:
        order = await visible(request)
        return answer(await orders.saga(order.order_id))

    async def compare(request: Request) -> Response:
        require(request, "admin")
        return answer(await orders.rebuild(repair=False))

    async def repair(request: Request) -> Response:
        require(request, "admin")
        return answer(await orders.rebuild(repair=True))

    async def visible(request: Request) -> Order:
        """The order asked for, if it is the caller's or the caller administers."""
        principal = caller(request)
        order_id: UUID = path_uuid(request, "order_id")
        order = await orders.find(OrderRef(order_id=order_id))
        if order.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("order-unknown", orderId=str(order_id))
        return order

    return [
        post("/", place),
        get("/", mine),
        get("/rebuild", compare),
        post("/rebuild", repair),
        get("/{order_id}", show),
        get("/{order_id}/history", history),
        get("/{order_id}/saga", saga),
    ]


def _key(request: Request) -> str | None:
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is not None and not 1 <= len(key) <= _KEY_MAX:
        raise InvalidError("idempotency-key-length", low=1, high=_KEY_MAX)
    return key
