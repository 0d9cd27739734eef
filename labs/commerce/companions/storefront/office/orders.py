"""Everybody's orders."""

import asyncio
from uuid import UUID, uuid4

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.purchases import SETTLED
from labs.commerce.companions.storefront.office.catalogue import minor
from labs.commerce.companions.storefront.office.desk import Desk, for_staff
from labs.commerce.companions.storefront.pages.progress import milestones
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import DomainError

STATUSES = ("PENDING", *sorted(SETTLED, reverse=True))
REASONS = ("returned", "damaged", "missing", "late", "goodwill")


def routes(desk: Desk, door: Door) -> list[Route]:
    """Finding orders, and seeing how the shop carried them out."""

    async def search(visit: Visit) -> Shown:
        text, status = visit.asked("text"), visit.asked("status")
        chosen = status if status in STATUSES else ""
        found = await desk.office.orders(visit.token, chosen, text)
        view = {"orders": found, "text": text, "status": chosen, "statuses": STATUSES}
        return Page("office/orders.html", view)

    async def show(visit: Visit) -> Shown:
        return await _sheet(desk, visit, visit.path_id("order_id"), None)

    async def move(visit: Visit) -> Shown:
        order_id = visit.path_id("order_id")
        await desk.office.move_parcel(visit.token, order_id)
        return go(f"/admin/orders/{order_id}", "moved")

    async def refund(visit: Visit) -> Shown:
        order_id, form = visit.path_id("order_id"), visit.form
        written, reason, key = form.text("amount"), form.text("reason"), form.text("key")
        try:
            amount = minor(written) if written else None
            await desk.office.refund(visit.token, order_id, amount, reason, key)
        except DomainError as error:
            return await _sheet(desk, visit, order_id, error)
        return go(f"/admin/orders/{order_id}", "refunded")

    async def withdraw(visit: Visit) -> Shown:
        order_id = visit.path_id("order_id")
        await desk.shop.purchases.withdraw(visit.token, order_id)
        return go(f"/admin/orders/{order_id}", "withdrawn")

    return [
        door.shows("/admin/orders", for_staff(search)),
        door.shows("/admin/orders/{order_id}", for_staff(show)),
        door.acts("/admin/orders/{order_id}/moves", for_staff(move)),
        door.acts("/admin/orders/{order_id}/refunds", for_staff(refund)),
        door.acts("/admin/orders/{order_id}/withdrawal", for_staff(withdraw)),
    ]


async def _sheet(desk: Desk, visit: Visit, order_id: UUID, error: DomainError | None) -> Shown:
    """An order with all that is known of it, and why the last wish was refused."""
    token, purchases = visit.token, desk.shop.purchases
    order, timeline, saga, shipment, statement = await asyncio.gather(
        purchases.order(token, order_id),
        otherwise(None, purchases.timeline(token, order_id)),
        otherwise(None, purchases.saga(token, order_id)),
        otherwise(None, purchases.shipment(token, order_id)),
        otherwise(None, purchases.statement(token, order_id)),
    )
    view = {
        "order": order,
        "timeline": timeline.timeline if timeline else [],
        "milestones": milestones(order.status, timeline),
        "saga": saga,
        "shipment": shipment,
        "statement": statement,
        "is_live": False,
        "reasons": REASONS,
        "key": str(uuid4()),
        "error": error,
    }
    return Page("office/order.html", view, error.status if error else 200)
