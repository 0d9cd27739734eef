"""The public API of the cart."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.cart.api import Contents
from labs.commerce.modules.cart.pricing import Priced
from labs.commerce.modules.cart.service import CartService, GuestCart, Merged
from labs.commerce.modules.cart.store import CartKey, cart_of_guest, cart_of_user
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Header
from labs.commerce.platform.serving.shape import (
    ACCESS_TOKEN,
    ANYONE,
    SIGNED_IN,
    Callers,
    Proof,
    PublicRoute,
    Shape,
)
from labs.commerce.platform.serving.web import (
    answer,
    body,
    caller,
    delete,
    get,
    path_int,
    post,
    put,
)

_MALFORMED = "cart-token-malformed"
CART_TOKEN = Header("x-cart-token", "[A-Za-z0-9_-]{43}", _MALFORMED, required=True)
ITEM = "/items/{product_id:number}"
ITS_HOLDERS = Callers((ACCESS_TOKEN, Proof.header("cartToken", CART_TOKEN.name)))


class PutItem(Command, frozen=True):
    """How many of a product are meant."""

    quantity: int


def routes(cart: CartService) -> list[PublicRoute]:
    """One's own cart: a customer's by the access token, a guest's by the cart's token."""

    async def show(request: Request) -> Response:
        return answer(await cart.within(_own(request)))

    async def priced(request: Request) -> Response:
        return answer(await cart.priced(_own(request)))

    async def store(request: Request) -> Response:
        own = _own(request)
        wanted = await body(request, PutItem)
        item = Quantity(product_id=path_int(request, "product_id"), quantity=wanted.quantity)
        return answer(await cart.put(own, item))

    async def remove(request: Request) -> Response:
        await cart.remove(_own(request), [path_int(request, "product_id")])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def clear(request: Request) -> Response:
        await cart.clear(_own(request))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def open_guest_cart(_request: Request) -> Response:
        return answer(cart.open_guest_cart(), HTTPStatus.CREATED)

    async def merge(request: Request) -> Response:
        user_id = caller(request).user_id
        return answer(await cart.merge(_token(request), user_id))

    opened = Shape(ANYONE, gives=GuestCart, status=HTTPStatus.CREATED)
    return [
        get("/", show, _of_cart(gives=Contents)),
        delete("/", clear, _of_cart(status=HTTPStatus.NO_CONTENT)),
        get("/priced", priced, _of_cart(gives=Priced)),
        put(ITEM, store, _of_cart(takes=PutItem, gives=Contents, refuses=[HTTPStatus.CONFLICT])),
        delete(ITEM, remove, _of_cart(status=HTTPStatus.NO_CONTENT)),
        post("/guests", open_guest_cart, opened),
        post("/merges", merge, Shape(SIGNED_IN, asks=[CART_TOKEN], gives=Merged)),
    ]


_of_cart = partial(Shape, ITS_HOLDERS, refuses=[HTTPStatus.UNPROCESSABLE_ENTITY])


def _own(request: Request) -> CartKey:
    """The caller's cart; an access token counts for more than a cart's token."""
    if CART_TOKEN.name in request.headers and "authorization" not in request.headers:
        return cart_of_guest(_token(request))
    return cart_of_user(caller(request).user_id)


def _token(request: Request) -> str:
    token = CART_TOKEN.of(request)
    if token is None:
        raise InvalidError(_MALFORMED)
    return token
