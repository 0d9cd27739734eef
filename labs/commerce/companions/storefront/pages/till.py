"""Checking out."""

import asyncio
from http import HTTPStatus
from uuid import uuid4

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.purchases import Address
from labs.commerce.companions.storefront.pages.cart import rows
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import InvalidError, OutcomeUnknownError, ShopError

COUNTRIES = ("DE", "AT", "CH", "NL", "FR", "ES", "IT", "PL", "RU", "KZ", "AM", "GE", "RS", "AQ")
"""Antarctica is offered on purpose: nothing is delivered there, and a saga is undone."""

TEST_METHODS = (
    "pm_test_approve",
    "pm_test_decline",
    "pm_test_no_funds",
    "pm_test_lose_answer",
    "pm_test_late",
    "pm_test_silent",
)
NEW_CARD = "card"

_FIELDS = ("name", "street", "city", "postal_code", "country")
_SPENT = "idempotency-key-reused"


def routes(shop: Shop, door: Door) -> list[Route]:
    """Paying."""

    async def checkout(visit: Visit) -> Shown:
        visit.signed_in()
        return await till(visit)

    async def till(visit: Visit, error: ShopError | None = None, method: str = "") -> Shown:
        """The form of a checkout; sent again, it is the same order."""
        kept, shown = await asyncio.gather(
            otherwise([], shop.purchases.methods(visit.token)), rows(shop, visit)
        )
        key = "" if error and error.code == _SPENT else visit.form.text("key")
        view = {
            "rows": shown,
            "total": sum(row.total_minor for row in shown),
            "address": {name: visit.form.text(name) for name in _FIELDS},
            "method": method or visit.form.text("method"),
            "kept": kept,
            "key": key or str(uuid4()),
            "countries": COUNTRIES,
            "methods": TEST_METHODS,
            "error": error,
            "in_doubt": isinstance(error, OutcomeUnknownError),
        }
        return Page("checkout.html", view, error.status if error else HTTPStatus.OK)

    async def pay(visit: Visit) -> Shown:
        token, form, method = visit.signed_in().token, visit.form, visit.form.text("method")
        address = Address(**{name: form.text(name) for name in _FIELDS})
        try:
            method = await chosen(visit)
            order = await shop.purchases.place(token, address, method, form.text("key"))
        except ShopError as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                raise
            return await till(visit, error, method)
        return go(f"/orders/{order.order_id}")

    async def chosen(visit: Visit) -> str:
        """The payment method; a new card is kept first, by what the provider gave for it."""
        method, card = visit.form.text("method"), visit.form.text("card_token")
        if method != NEW_CARD:
            return method
        if not card:
            raise InvalidError("card-missing")
        return (await shop.purchases.keep_card(visit.token, card)).method

    return [door.shows("/checkout", checkout), door.acts("/checkout", pay)]
