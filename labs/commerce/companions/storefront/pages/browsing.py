"""Categories, products and search."""

import asyncio

from starlette.responses import JSONResponse
from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.opinions import Review
from labs.commerce.companions.storefront.pages.listing import Wish, listing
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.pictures import VIEWS
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit
from labs.commerce.platform.errors import NotFoundError

BESIDE, SUGGESTED, FOUND_MAX = 4, 6, 100
QUERY_MAX = 200


def routes(shop: Shop, door: Door) -> list[Route]:
    """Looking around."""

    async def category(visit: Visit) -> Shown:
        slug = visit.request.path_params["slug"]
        categories, products = await asyncio.gather(
            otherwise([], shop.catalogue.categories()), shop.catalogue.products(slug)
        )
        here = next((known for known in categories if known.slug == slug), None)
        if here is None and not products:
            raise NotFoundError("category-unknown")
        shown = listing(products, Wish.of(visit), visit)
        return Page("category.html", {"category": here, "slug": slug, "listing": shown})

    async def product(visit: Visit) -> Shown:
        number = visit.path_number("product_id")
        found, available, rating, reviews, beside, mine = await asyncio.gather(
            shop.catalogue.product(number),
            otherwise(None, shop.catalogue.available(number)),
            otherwise(None, shop.opinions.rating(number)),
            otherwise(None, shop.opinions.reviews(number)),
            otherwise(None, shop.catalogue.beside(number, BESIDE)),
            _mine(shop, visit),
        )
        others = await shop.products(beside.product_ids if beside else [])
        view = {
            "product": found,
            "views": VIEWS,
            "available": available,
            "rating": rating,
            "reviews": reviews,
            "beside": list(others.values()),
            "source": beside.source if beside else "",
            "my_review": next((r for r in mine if r.product_id == number), None),
        }
        return Page("product.html", view)

    async def search(visit: Visit) -> Shown:
        query = visit.asked("q")[:QUERY_MAX]
        found = await shop.catalogue.search(query, FOUND_MAX) if query else None
        shown = listing(found.hits if found else [], Wish.of(visit), visit)
        by_likeness = found is not None and found.matched_by == "likeness"
        return Page("search.html", {"listing": shown, "by_likeness": by_likeness})

    async def suggestions(visit: Visit) -> Shown:
        query = visit.asked("q")[:QUERY_MAX]
        found = await otherwise(None, shop.catalogue.search(query, SUGGESTED)) if query else None
        words = visit.words
        offered = [
            {
                "name": hit.name.in_(words.language),
                "price": words.money(hit.price_minor, hit.currency),
                "url": f"/products/{hit.product_id}",
            }
            for hit in (found.hits if found else [])
        ]
        return JSONResponse(offered, headers={"cache-control": "private, max-age=30"})

    return [
        door.shows("/categories/{slug}", category),
        door.shows("/products/{product_id}", product),
        door.shows("/search", search),
        door.shows("/search/suggestions", suggestions),
    ]


async def _mine(shop: Shop, visit: Visit) -> list[Review]:
    """The visitor's own reviews; a guest has none."""
    return await otherwise([], shop.opinions.mine(visit.token)) if visit.session else []
