"""Categories and products."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.opinions import Review
from labs.commerce.companions.storefront.pages.listing import Wish, listing
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.pictures import VIEWS
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit
from labs.commerce.platform.errors import NotFoundError

BESIDE = 4


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
    ]


async def _mine(shop: Shop, visit: Visit) -> list[Review]:
    """The visitor's own reviews; a guest has none."""
    return await otherwise([], shop.opinions.mine(visit.token)) if visit.session else []
