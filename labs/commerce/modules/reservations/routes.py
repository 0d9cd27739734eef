"""The public API of reservations."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.reservations.api import Reservation
from labs.commerce.modules.reservations.service import ReservationsService
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get, path_uuid


def routes(reservations: ReservationsService) -> list[PublicRoute]:
    """Administrators look at reservations; only checkouts make them."""

    async def show(request: Request) -> Response:
        return answer(await reservations.find(path_uuid(request, "order_id")))

    return [get("/{order_id:uuid}", show, Shape(holders("warehouse", "admin"), gives=Reservation))]
