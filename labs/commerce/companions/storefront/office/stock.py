"""What is running out, and what was ordered against it."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.office.desk import Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go


def routes(desk: Desk, door: Door) -> list[Route]:
    """Keeping the shelves full."""

    async def shelves(visit: Visit) -> Shown:
        token, office = visit.token, desk.office
        low, suppliers, bought = await asyncio.gather(
            otherwise(None, office.low(token)),
            otherwise([], office.suppliers(token)),
            otherwise(None, office.replenishments(token)),
        )
        numbers = {one.product_id for one in (*(low or ()), *(bought or ()))}
        view = {
            "low": low,
            "suppliers": suppliers,
            "names": {supplier.supplier_id: supplier.name for supplier in suppliers},
            "bought": bought,
            "products": await desk.shop.products(sorted(numbers)),
        }
        return Page("office/stock.html", view)

    async def buy(visit: Visit) -> Shown:
        form = visit.form
        supplier, product = form.number("supplier"), form.number("product")
        await desk.office.buy(visit.token, supplier, product, form.number("quantity"))
        return go("/admin/stock", "ordered")

    async def receive(visit: Visit) -> Shown:
        await desk.office.receive(visit.token, visit.path_id("replenishment_id"))
        return go("/admin/stock", "received")

    return [
        door.shows("/admin/stock", for_staff(shelves)),
        door.acts("/admin/stock/replenishments", for_staff(buy)),
        door.acts("/admin/stock/replenishments/{replenishment_id}", for_staff(receive)),
    ]
