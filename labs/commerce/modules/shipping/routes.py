"""The public API of shipping."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.shipping.api import Shipment
from labs.commerce.modules.shipping.service import ShippingService
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, caller, get, path_uuid, post


def routes(shipping: ShippingService) -> list[PublicRoute]:
    """Tracking one's parcels; the warehouse plays the carrier."""

    async def show(request: Request) -> Response:
        principal, order_id = caller(request), path_uuid(request, "order_id")
        shipment = await shipping.find(order_id)
        if shipment.user_id != principal.user_id and "admin" not in principal.roles:
            raise NotFoundError("shipment-unknown", orderId=str(order_id))
        return answer(shipment)

    async def advance(request: Request) -> Response:
        return answer(await shipping.advance(path_uuid(request, "order_id")))

    move = Shape(holders("warehouse", "admin"), gives=Shipment, refuses=[HTTPStatus.CONFLICT])
    return [
        get("/{order_id:uuid}", show, Shape(SIGNED_IN, gives=Shipment)),
        post("/{order_id:uuid}/moves", advance, move),
    ]
