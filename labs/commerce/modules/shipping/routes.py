"""The public API of shipping."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.shipping.service import ShippingService
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.web import answer, caller, get, path_uuid, post, require


def routes(shipping: ShippingService) -> list[Route]:
    """Tracking one's parcels; the warehouse plays the carrier."""

    async def show(request: Request) -> Response:
        principal, order_id = caller(request), path_uuid(request, "order_id")
        shipment = await shipping.find(order_id)
        if shipment.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("shipment-unknown", orderId=str(order_id))
        return answer(shipment)

    async def advance(request: Request) -> Response:
        require(request, "warehouse", "admin")
        return answer(await shipping.advance(path_uuid(request, "order_id")))

    return [get("/{order_id}", show), post("/{order_id}/moves", advance)]
