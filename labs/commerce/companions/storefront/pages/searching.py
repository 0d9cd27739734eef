"""Searching, and narrowing what was found to one shelf."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from starlette.responses import JSONResponse
from starlette.routing import Route

from labs.commerce.companions.storefront.backend.catalogue import Category, Product
from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.pages.listing import PAGE, Tick
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit
from labs.commerce.companions.storefront.words import Words

SUGGESTED, OFFSET_MAX = 6, 900
QUERY_MAX = 200
COUNTED = 100
"""As many of the best hits are counted by their shelf."""


def routes(shop: Shop, door: Door) -> list[Route]:
    """Looking for something."""

    async def search(visit: Visit) -> Shown:
        query, shelf = visit.asked("q")[:QUERY_MAX], visit.asked("category")
        if not query:
            return Page("search.html", {"products": []})
        offset = min(visit.asked_number("from"), OFFSET_MAX)
        found, best, categories = await asyncio.gather(
            shop.catalogue.search(query, PAGE + 1, offset, shelf),
            otherwise(None, shop.catalogue.search(query, COUNTED)),
            otherwise([], shop.catalogue.categories()),
        )
        hits = found.hits[:PAGE]
        products = await shop.products(hit.product_id for hit in hits)
        view = {
            # what search knows of a product will do while the catalogue is away
            "products": [products.get(hit.product_id, hit) for hit in hits],
            "by_likeness": found.matched_by == "likeness",
            "start": offset,
            "following": offset + PAGE if len(found.hits) > PAGE else 0,
            "shelf": shelf,
            "ticks": shelves(best.hits if best else [], categories, shelf, visit.words),
        }
        return Page("search.html", view)

    async def suggestions(visit: Visit) -> Shown:
        query = visit.asked("q")[:QUERY_MAX]
        offered = await otherwise(None, shop.catalogue.suggestions(query, SUGGESTED))
        named = [(one.product_id, one.name) for one in offered or []]
        if query and not named:
            alike = await otherwise(None, shop.catalogue.search(query, SUGGESTED))
            named = [(hit.product_id, hit.name) for hit in alike.hits] if alike else []
        shown = [
            {"name": name.in_(visit.words.language), "url": f"/products/{product}"}
            for product, name in named
        ]
        return JSONResponse(shown, headers={"cache-control": "private, max-age=30"})

    return [door.shows("/search", search), door.shows("/search/suggestions", suggestions)]


def shelves(
    hits: Sequence[Product], categories: Sequence[Category], chosen: str, t: Words
) -> list[Tick]:
    """The shelves that hits are on, the fullest first; none where there is nothing to choose."""
    titles = {category.slug: category.title.in_(t.language) for category in categories}
    counted = Counter(hit.category for hit in hits)
    ticks = [
        Tick(slug, titles.get(slug, slug), count, slug == chosen)
        for slug, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]
    return ticks if len(ticks) > 1 or chosen else []
