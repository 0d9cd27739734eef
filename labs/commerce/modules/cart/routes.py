"""The public API of the cart."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.cart.api import CartOf
from labs.commerce.modules.cart.service import CartService
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, caller, delete, get, path_int, put


class PutItem(Command, frozen=True):
    """How many of a product are meant."""

    quantity: int


def routes(cart: CartService) -> list[Route]:
    """One's own cart."""

    async def show(request: Request) -> Response:
        return answer(await cart.contents(CartOf(user_id=caller(request).user_id)))

    async def store(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, PutItem)
        item = Quantity(product_id=path_int(request, "product_id"), quantity=wanted.quantity)
        return answer(await cart.put(user, item))

    async def remove(request: Request) -> Response:
        await cart.remove(caller(request).user_id, [path_int(request, "product_id")])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def clear(request: Request) -> Response:
        await cart.clear(caller(request).user_id)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return [
        get("/", show),
        delete("/", clear),
        put("/items/{product_id}", store),
        delete("/items/{product_id}", remove),
    ]
