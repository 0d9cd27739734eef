"""What stands around every page: the header's categories, the number in the cart, the notice."""

import asyncio
from dataclasses import dataclass
from typing import Any

from labs.commerce.companions.storefront.backend.catalogue import Catalogue, Category
from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.basket import Baskets
from labs.commerce.companions.storefront.visit import Visit


@dataclass(frozen=True, slots=True)
class Frame:
    """Asks for what every page shows; what does not answer is left out."""

    catalogue: Catalogue
    baskets: Baskets

    async def around(self, visit: Visit) -> dict[str, Any]:
        """The part of a view that every template knows."""
        categories, lines = await asyncio.gather(
            otherwise([], self.catalogue.categories()), otherwise(None, self.baskets.lines(visit))
        )
        request = visit.request
        return {
            "t": visit.words,
            "language": visit.words.language,
            "session": visit.session,
            "path": request.url.path if request.method == "GET" else "/",
            "notice": _notice(visit),
            "categories": categories,
            "shelves": _shelves(categories),
            "in_cart": None if lines is None else sum(line.quantity for line in lines),
            "query": visit.asked("q"),
        }


def _shelves(categories: list[Category]) -> list[Category]:
    """The categories that hold products themselves."""
    parents = {category.parent for category in categories}
    return [category for category in categories if category.slug not in parents]


def _notice(visit: Visit) -> str:
    """The sentence that an action left behind, if it is one of ours."""
    key = f"notice.{visit.asked('notice')}"
    return visit.words(key) if key in visit.words.sentences else ""
