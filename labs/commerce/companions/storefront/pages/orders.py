"""Following orders."""

import asyncio
from typing import Any

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.purchases import Order, Saga, Timeline
from labs.commerce.companions.storefront.pages.following import Following, Progress
from labs.commerce.companions.storefront.pages.progress import milestones
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go

_PROGRESS = "order-progress.html"
_UNFINISHED = ("running", "compensating")
_ENDINGS = ("OrderConfirmed", "OrderCancelled")


def routes(shop: Shop, door: Door) -> list[Route]:
    """Having bought."""

    async def mine(visit: Visit) -> Shown:
        return Page("orders.html", {"orders": await shop.purchases.orders(visit.signed_in().token)})

    async def show(visit: Visit) -> Shown:
        view = await _progress(shop, visit)
        products = await shop.products(line.product_id for line in view["order"].items)
        return Page("order.html", {**view, "products": products})

    async def moving(visit: Visit) -> Shown:
        return Page(_PROGRESS, await _progress(shop, visit))

    async def follow(visit: Visit) -> Shown:
        async def look() -> Progress:
            view = await _progress(shop, visit)
            return Progress(door.part(visit, Page(_PROGRESS, view)), view["is_live"])

        order_id = visit.path_id("order_id")
        following = Following(shop.purchases, visit.signed_in().token, order_id, look)
        return door.streams.answer(visit.request, following.moves())

    async def withdraw(visit: Visit) -> Shown:
        order_id = visit.path_id("order_id")
        await shop.purchases.withdraw(visit.signed_in().token, order_id)
        return go(f"/orders/{order_id}", "withdrawn")

    return [
        door.shows("/orders", mine),
        door.shows("/orders/{order_id}", show),
        door.shows("/orders/{order_id}/progress", moving),
        door.shows("/orders/{order_id}/progress/stream", follow),
        door.acts("/orders/{order_id}/withdrawal", withdraw),
    ]


async def _progress(shop: Shop, visit: Visit) -> dict[str, Any]:
    """How far the order has come, as its page is told."""
    token, order_id = visit.signed_in().token, visit.path_id("order_id")
    order, timeline, saga, shipment = await asyncio.gather(
        shop.purchases.order(token, order_id),
        otherwise(None, shop.purchases.timeline(token, order_id)),
        otherwise(None, shop.purchases.saga(token, order_id)),
        otherwise(None, shop.purchases.shipment(token, order_id)),
    )
    return {
        "order": order,
        "timeline": timeline.timeline if timeline else [],
        "milestones": milestones(order.status, timeline),
        "saga": saga,
        "shipment": shipment,
        "is_live": _is_live(order, timeline, saga),
    }


def _is_live(order: Order, timeline: Timeline | None, saga: Saga | None) -> bool:
    """Whether the page should look again: the events and the saga may be behind the order.

    Or could not be asked just now.
    """
    if not order.is_settled or (saga and saga.status in _UNFINISHED):
        return True
    return timeline is None or not any(m.event in _ENDINGS for m in timeline.timeline)
