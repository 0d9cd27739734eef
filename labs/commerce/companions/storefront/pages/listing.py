"""Lists of products: filters, order, pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from labs.commerce.companions.storefront.backend.catalogue import Product
from labs.commerce.companions.storefront.visit import Visit

PAGE = 12
SORTS = ("best", "price", "price-down", "name")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see of a list."""

    sort: str = SORTS[0]
    low: int = 0
    """In whole units of the currency; zero means no bound."""
    high: int = 0
    page: int = 1

    @classmethod
    def of(cls, visit: Visit) -> "Wish":
        """As the query string says it."""
        sort = visit.asked("sort")
        return cls(
            sort if sort in SORTS else SORTS[0],
            visit.asked_number("low"),
            visit.asked_number("high"),
            max(1, visit.asked_number("page", 1)),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    products: Sequence[Product]
    total: int
    page: int
    pages: int
    wish: Wish
    bounds: tuple[int, int]
    """The lowest and the highest price of the whole list, in whole units."""
    query: str = ""

    def link(self, page: int) -> str:
        """The query string of another page of the same list."""
        wish = self.wish
        parts = {"q": self.query, "sort": wish.sort, "low": wish.low, "high": wish.high}
        given = {name: value for name, value in parts.items() if value}
        return "?" + urlencode({**given, "page": page})


def listing(products: Sequence[Product], wish: Wish, visit: Visit) -> Listing:
    """The page of a list that a visitor wants to see."""
    prices = [product.price_minor for product in products]
    bounds = (min(prices) // 100, -(-max(prices) // 100)) if prices else (0, 0)
    kept = [product for product in products if _fits(product, wish)]
    language = visit.words.language
    if wish.sort == "name":
        kept.sort(key=lambda product: product.name.in_(language).casefold())
    elif wish.sort != SORTS[0]:
        kept.sort(key=lambda p: p.price_minor, reverse=wish.sort == "price-down")
    pages = max(1, -(-len(kept) // PAGE))
    page = min(wish.page, pages)
    shown = kept[(page - 1) * PAGE : page * PAGE]
    return Listing(shown, len(kept), page, pages, wish, bounds, visit.asked("q"))


def _fits(product: Product, wish: Wish) -> bool:
    high = wish.high * 100 if wish.high else product.price_minor
    return wish.low * 100 <= product.price_minor <= high
