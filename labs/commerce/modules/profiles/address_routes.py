"""The public API of profiles: address books."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.profiles.addresses import AddressBook
from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.web import answer, body, caller, delete, get, path_uuid, post, put


def address_routes(book: AddressBook) -> list[Route]:
    """One's own addresses."""

    async def everything(request: Request) -> Response:
        return answer(await book.of_user(caller(request).user_id))

    async def add(request: Request) -> Response:
        user = caller(request).user_id
        return answer(await book.add(user, await body(request, Address)), HTTPStatus.CREATED)

    async def change(request: Request) -> Response:
        user, address_id = caller(request).user_id, path_uuid(request, "address_id")
        return answer(await book.change(user, address_id, await body(request, Address)))

    async def remove(request: Request) -> Response:
        await book.remove(caller(request).user_id, path_uuid(request, "address_id"))
        return answer(Nothing())

    return [
        get("/me/addresses", everything),
        post("/me/addresses", add),
        put("/me/addresses/{address_id}", change),
        delete("/me/addresses/{address_id}", remove),
    ]
