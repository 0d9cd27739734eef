"""The public API of profiles: address books."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.profiles.address_store import KeptAddress
from labs.commerce.modules.profiles.addresses import AddressBook
from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.web import (
    answer,
    body,
    caller,
    delete,
    get,
    path_uuid,
    post,
    put,
)


def address_routes(book: AddressBook) -> list[PublicRoute]:
    """One's own addresses."""

    async def addresses(request: Request) -> Response:
        return answer(await book.of_user(caller(request).user_id))

    async def add_address(request: Request) -> Response:
        user = caller(request).user_id
        return answer(await book.add(user, await body(request, Address)), HTTPStatus.CREATED)

    async def change_address(request: Request) -> Response:
        user, address_id = caller(request).user_id, path_uuid(request, "address_id")
        return answer(await book.change(user, address_id, await body(request, Address)))

    async def remove_address(request: Request) -> Response:
        await book.remove(caller(request).user_id, path_uuid(request, "address_id"))
        return answer(Nothing())

    addition = Shape(
        SIGNED_IN,
        takes=Address,
        gives=KeptAddress,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.CONFLICT],
    )
    return [
        get("/me/addresses", addresses, Shape(SIGNED_IN, gives=list[KeptAddress])),
        post("/me/addresses", add_address, addition),
        put(
            "/me/addresses/{address_id:uuid}",
            change_address,
            Shape(SIGNED_IN, takes=Address, gives=KeptAddress),
        ),
        delete("/me/addresses/{address_id:uuid}", remove_address, Shape(SIGNED_IN, gives=Nothing)),
    ]
