"""The public API of order status."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.order_status.service import OrderStatusService, OrderTimeline
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.streaming import EVENT_STREAM, Streams
from labs.commerce.platform.serving.web import answer, caller, get, path_uuid

_FOLLOWING = Shape(SIGNED_IN, gives=str, media=EVENT_STREAM)


def routes(view: OrderStatusService, streams: Streams) -> list[PublicRoute]:
    """Following one's own orders."""

    async def show(request: Request) -> Response:
        return answer(await shown(request))

    async def stream(request: Request) -> Response:
        return streams.answer(request, view.follow((await shown(request)).order_id))

    async def shown(request: Request) -> OrderTimeline:
        principal = caller(request)
        asked_by = None if "admin" in principal.roles else principal.user_id
        return await view.of(path_uuid(request, "order_id"), asked_by)

    return [
        get("/{order_id:uuid}", show, Shape(SIGNED_IN, gives=OrderTimeline)),
        get("/{order_id:uuid}/stream", stream, _FOLLOWING),
    ]
