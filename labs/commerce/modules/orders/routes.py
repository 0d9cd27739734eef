"""The public API of orders."""

from http import HTTPStatus
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.orders.api import Order, OrderRef
from labs.commerce.modules.orders.rebuilding import Comparison
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.modules.orders.service import OrdersService, PlaceOrder
from labs.commerce.modules.orders.state import HistoryEntry, OrderStatus
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Message
from labs.commerce.platform.serving.parameters import IDEMPOTENCY_KEY, Number
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, caller, get, path_uuid, post

_LIMIT = Number("limit", default=20, high=100)
_PLACING = Shape(
    SIGNED_IN,
    asks=[IDEMPOTENCY_KEY],
    takes=PlaceOrder,
    gives=Order,
    status=HTTPStatus.CREATED,
    otherwise={HTTPStatus.ACCEPTED: Order},
    refuses=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
)
_WITHDRAWING = Shape(
    SIGNED_IN,
    gives=Order,
    otherwise={HTTPStatus.ACCEPTED: Order},
    refuses=[HTTPStatus.CONFLICT],
)
_COMPARING = Shape(holders("admin"), gives=Comparison)


class OrderShown(Message, frozen=True, kw_only=True):
    """An order with its history."""

    order: Order
    history: list[HistoryEntry]


def routes(orders: OrdersService) -> list[PublicRoute]:
    """Placing orders, looking at one's own, and proving that they are what their events say."""

    async def place(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, PlaceOrder)
        order = await orders.place(user, wanted, IDEMPOTENCY_KEY.of(request))
        pending = order.status == OrderStatus.PENDING.value
        return answer(order, HTTPStatus.ACCEPTED if pending else HTTPStatus.CREATED)

    async def mine(request: Request) -> Response:
        user = caller(request).user_id
        return answer(await orders.of_user(user, _LIMIT.of(request)))

    async def show(request: Request) -> Response:
        return answer(await visible(request))

    async def history(request: Request) -> Response:
        order = await visible(request)
        return answer(OrderShown(order=order, history=await orders.history(order.order_id)))

    async def saga(request: Request) -> Response:
        order = await visible(request)
        return answer(await orders.saga(order.order_id))

    async def withdraw(request: Request) -> Response:
        order = await orders.withdraw(await visible(request))
        undone = order.status == OrderStatus.CANCELLED.value
        return answer(order, HTTPStatus.OK if undone else HTTPStatus.ACCEPTED)

    async def visible(request: Request) -> Order:
        """The order asked for, if it is the caller's or the caller administers."""
        principal = caller(request)
        order_id: UUID = path_uuid(request, "order_id")
        order = await orders.find(OrderRef(order_id=order_id))
        if order.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("order-unknown", orderId=str(order_id))
        return order

    return [
        post("/", place, _PLACING),
        get("/", mine, Shape(SIGNED_IN, asks=[_LIMIT], gives=list[Order])),
        *_rebuilding(orders),
        get("/{order_id:uuid}", show, Shape(SIGNED_IN, gives=Order)),
        get("/{order_id:uuid}/history", history, Shape(SIGNED_IN, gives=OrderShown)),
        get("/{order_id:uuid}/saga", saga, Shape(SIGNED_IN, gives=Saga)),
        post("/{order_id:uuid}/withdrawal", withdraw, _WITHDRAWING),
    ]


def _rebuilding(orders: OrdersService) -> list[PublicRoute]:
    async def compare(_request: Request) -> Response:
        return answer(await orders.rebuild(repair=False))

    async def repair(_request: Request) -> Response:
        return answer(await orders.rebuild(repair=True))

    return [get("/rebuild", compare, _COMPARING), post("/rebuild", repair, _COMPARING)]
