"""What reservations does when nobody coordinates the checkout."""

from uuid import UUID

from labs.commerce.choreography.participant import Part
from labs.commerce.modules.orders.api import OrderCreated
from labs.commerce.modules.reservations.api import Release, Reservations, Reserve
from labs.commerce.modules.stock.api import Quantity


def part(reservations: Reservations) -> Part:
    """Setting goods aside, and letting them go."""

    async def reserve(order: OrderCreated) -> None:
        items = [Quantity(product_id=i.product_id, quantity=i.quantity) for i in order.items]
        await reservations.reserve(Reserve(order_id=order.order_id, items=items))

    async def release(order_id: UUID) -> None:
        await reservations.release(Release(order_id=order_id))

    return Part({"ReserveItems": reserve}, {"ReleaseItems": release})
