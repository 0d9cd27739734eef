"""Categories, products and search."""

import asyncio

from starlette.responses import JSONResponse
from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.opinions import Review
from labs.commerce.companions.storefront.pages.listing import PAGE, Wish, listing
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.pictures import VIEWS
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit
from labs.commerce.platform.errors import NotFoundError

BESIDE, SUGGESTED, OFFSET_MAX = 4, 6, 900
QUERY_MAX = 200


def routes(shop: Shop, door: Door) -> list[Route]:
    """Looking around."""

    async def category(visit: Visit) -> Shown:
        slug = visit.request.path_params["slug"]
        wish = Wish.of(visit, slug)
        categories, facets, products = await asyncio.gather(
            otherwise([], shop.catalogue.categories()),
            otherwise(None, shop.catalogue.facets(wish.narrowed())),
            shop.catalogue.products(wish.page()),
        )
        here = next((known for known in categories if known.slug == slug), None)
        if here is None and not products:
            raise NotFoundError("category-unknown")
        shown = listing(products, wish, facets, here, visit.words)
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

    return [
        door.shows("/categories/{slug}", category),
        door.shows("/products/{product_id}", product),
        *_search_routes(shop, door),
    ]


def _search_routes(shop: Shop, door: Door) -> list[Route]:
    async def search(visit: Visit) -> Shown:
        query, offset = visit.asked("q")[:QUERY_MAX], min(visit.asked_number("from"), OFFSET_MAX)
        found = await shop.catalogue.search(query, PAGE + 1, offset) if query else None
        hits = found.hits if found else []
        products = await shop.products(hit.product_id for hit in hits[:PAGE])
        view = {
            # what search knows of a product will do while the catalogue is away
            "products": [products.get(hit.product_id, hit) for hit in hits[:PAGE]],
            "by_likeness": found is not None and found.matched_by == "likeness",
            "start": offset,
            "following": offset + PAGE if len(hits) > PAGE else 0,
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


async def _mine(shop: Shop, visit: Visit) -> list[Review]:
    """The visitor's own reviews; a guest has none."""
    return await otherwise([], shop.opinions.mine(visit.token)) if visit.session else []
