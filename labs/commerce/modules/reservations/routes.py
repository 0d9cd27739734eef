"""The public API of reservations."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.reservations.service import ReservationsService
from labs.commerce.platform.web import answer, get, path_uuid, require


def routes(reservations: ReservationsService) -> list[Route]:
    """Administrators look at reservations; only checkouts make them."""

    async def show(request: Request) -> Response:
        require(request, "warehouse", "admin")
        return answer(await reservations.find(path_uuid(request, "order_id")))

    return [get("/{order_id}", show)]
