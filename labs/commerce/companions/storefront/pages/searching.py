"""Searching, and narrowing what was found."""

import asyncio

from starlette.responses import JSONResponse
from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.pages.listing import CATEGORY, PAGE, Wish, groups
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit

SUGGESTED, OFFSET_MAX = 6, 900
QUERY_MAX = 200


def routes(shop: Shop, door: Door) -> list[Route]:
    """Looking for something."""

    async def search(visit: Visit) -> Shown:
        query, wish = visit.asked("q")[:QUERY_MAX], Wish.of(visit, visit.asked(CATEGORY))
        if not query:
            return Page("search.html", {"products": [], "groups": []})
        start = min(visit.asked_number("from"), OFFSET_MAX)
        found, facets, categories = await asyncio.gather(
            shop.catalogue.search(query, PAGE + 1, start, wish.narrowed()),
            otherwise(None, shop.catalogue.found_facets(query, wish.narrowed())),
            otherwise([], shop.catalogue.categories()),
        )
        hits = found.hits[:PAGE]
        products = await shop.products(hit.product_id for hit in hits)
        view = {
            # what search knows of a product will do while the catalogue is away
            "products": [products.get(hit.product_id, hit) for hit in hits],
            "by_likeness": found.matched_by == "likeness",
            "total": facets.total if facets else None,
            "groups": groups(facets, wish, categories, visit.words) if facets else [],
            "is_narrowed": bool(wish.category or wish.chosen),
            "here": wish.found(query, start),
            "first": wish.found(query) if start else "",
            "following": wish.found(query, start + PAGE) if len(found.hits) > PAGE else "",
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
