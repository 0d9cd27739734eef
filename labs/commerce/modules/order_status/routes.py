"""The public API of order status."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.order_status.service import OrderStatusService, OrderTimeline
from labs.commerce.platform.shape import SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.web import answer, caller, get, path_uuid


def routes(view: OrderStatusService) -> list[PublicRoute]:
    """Following one's own orders."""

    async def show(request: Request) -> Response:
        principal = caller(request)
        asked_by = None if "admin" in principal.roles else principal.user_id
        return answer(await view.of(path_uuid(request, "order_id"), asked_by))

    return [get("/{order_id:uuid}", show, Shape(SIGNED_IN, gives=OrderTimeline))]
