"""Checking out, and following orders."""

import asyncio
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.purchases import Address, Order
from labs.commerce.companions.storefront.pages.cart import rows
from labs.commerce.companions.storefront.pages.progress import milestones
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import OutcomeUnknownError, ShopError, UnauthenticatedError

COUNTRIES = ("DE", "AT", "CH", "NL", "FR", "ES", "IT", "PL", "RU", "KZ", "AM", "GE", "RS", "AQ")
"""Antarctica is offered on purpose: nothing is delivered there, and a saga is undone."""

TEST_METHODS = (
    "pm_test_approve",
    "pm_test_decline",
    "pm_test_no_funds",
    "pm_test_lose_answer",
    "pm_test_silent",
)

_FIELDS = ("name", "street", "city", "postal_code", "country")


def routes(shop: Shop, door: Door) -> list[Route]:
    """Buying."""

    async def checkout(visit: Visit) -> Shown:
        visit.signed_in()
        return await till(visit)

    async def till(visit: Visit, error: ShopError | None = None) -> Shown:
        """The form of a checkout; sent again, it is the same order."""
        shown = await rows(shop, visit)
        view = {
            "rows": shown,
            "total": sum(row.total_minor for row in shown),
            "address": {name: visit.form.text(name) for name in _FIELDS},
            "method": visit.form.text("method", TEST_METHODS[0]),
            "key": visit.form.text("key") or str(uuid4()),
            "countries": COUNTRIES,
            "methods": TEST_METHODS,
            "error": error,
            "in_doubt": isinstance(error, OutcomeUnknownError),
        }
        return Page("checkout.html", view, error.status if error else HTTPStatus.OK)

    async def place(visit: Visit) -> Shown:
        token, form = visit.signed_in().token, visit.form
        address = Address(**{name: form.text(name) for name in _FIELDS})
        try:
            order = await shop.purchases.place(
                token, address, form.text("method"), form.text("key")
            )
        except UnauthenticatedError:
            raise
        except ShopError as error:
            return await till(visit, error)
        return go(f"/orders/{order.order_id}")

    async def mine(visit: Visit) -> Shown:
        return Page("orders.html", {"orders": await shop.purchases.orders(visit.signed_in().token)})

    async def show(visit: Visit) -> Shown:
        view = await progress(visit)
        products = await shop.products(line.product_id for line in view["order"].items)
        return Page("order.html", {**view, "products": products})

    async def moving(visit: Visit) -> Shown:
        return Page("order-progress.html", await progress(visit))

    async def progress(visit: Visit) -> dict[str, Any]:
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
            "is_live": _is_live(order, timeline is not None),
        }

    return [
        door.shows("/checkout", checkout),
        door.acts("/checkout", place),
        door.shows("/orders", mine),
        door.shows("/orders/{order_id}", show),
        door.shows("/orders/{order_id}/progress", moving),
    ]


def _is_live(order: Order, is_told: bool) -> bool:  # noqa: FBT001 - said where it is called
    """Whether the page should look again by itself."""
    return not order.is_settled or not is_told
