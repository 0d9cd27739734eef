"""The front page."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.catalogue import Product
from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.cookies import A_YEAR_S, LANGUAGE
from labs.commerce.companions.storefront.language import known
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go, inside
from labs.commerce.platform.errors import InvalidError

SHOWN = 8
_STEP = 3
_NO_PRODUCT = 0
"""What is recommended beside no product at all is what sells best."""


def routes(shop: Shop, door: Door) -> list[Route]:
    """Coming in."""

    async def home(_visit: Visit) -> Shown:
        popular, selection = await asyncio.gather(_popular(shop), otherwise([], _selection(shop)))
        shown = {product.product_id: product for product in (*popular, *selection)}
        return Page("home.html", {"products": list(shown.values())[:SHOWN]})

    async def speak(visit: Visit) -> Shown:
        language = known(visit.form.text("language"))
        if language is None:
            raise InvalidError("language-unknown")
        visit.jar.put(LANGUAGE, language, A_YEAR_S)
        return go(inside(visit.form.text("back", "/")))

    return [door.shows("/", home), door.acts("/language", speak)]


async def _popular(shop: Shop) -> list[Product]:
    """What sells best; empty in a shop that has sold nothing yet."""
    found = await otherwise(None, shop.catalogue.beside(_NO_PRODUCT, SHOWN))
    if found is None or found.source != "popular":
        return []
    return list((await shop.products(found.product_ids)).values())


async def _selection(shop: Shop) -> list[Product]:
    """A product of each category, and not of the same series everywhere."""
    shelves: dict[str, list[Product]] = {}
    for product in await shop.catalogue.products({"limit": 100}):
        shelves.setdefault(product.category, []).append(product)
    return [held[_STEP * place % len(held)] for place, held in enumerate(shelves.values())]
