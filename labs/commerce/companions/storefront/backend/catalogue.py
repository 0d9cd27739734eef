"""Products, categories, search, availability and recommendations."""

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered, Text
from labs.commerce.platform.cache import Remembered

_CATEGORIES_S = 10.0
_PAGE_MAX = 100


class Category(Answered, frozen=True, kw_only=True):
    """A part of the catalogue."""

    slug: str
    title: Text


class Product(Answered, frozen=True, kw_only=True):
    """What the shop sells."""

    product_id: int
    category: str
    name: Text
    description: Text | None = None
    price_minor: int
    currency: str = "EUR"


class Listed(Answered, frozen=True, kw_only=True):
    """Several products."""

    products: list[Product]


class Found(Answered, frozen=True, kw_only=True):
    """The answer to a query."""

    hits: list[Product]
    matched_by: str


class Level(Answered, frozen=True, kw_only=True):
    """How many of a product can be sold."""

    product_id: int
    quantity: int


class Recommended(Answered, frozen=True, kw_only=True):
    """Products to show beside one."""

    product_ids: list[int]
    source: str


class Catalogue:
    """Knows what is for sale."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._categories: Remembered[str, list[Category]] = Remembered(_CATEGORIES_S)

    async def categories(self) -> list[Category]:
        """Every category, from this process's memory when it was read a moment ago."""
        return await self._categories.get("all", self._all_categories)

    async def products(self, category: str = "", after: int = 0) -> list[Product]:
        """Products in the order of their numbers."""
        query = {"category": category, "after": after, "limit": _PAGE_MAX}
        call = Call("products", "GET", "/api/v1/products", query)
        return (await self._backend.ask(call, Listed)).products

    async def product(self, product_id: int) -> Product:
        """One product."""
        call = Call("products", "GET", f"/api/v1/products/{product_id}")
        return await self._backend.ask(call, Product)

    async def search(self, query: str, limit: int) -> Found:
        """Products that match a query, in either language."""
        call = Call("search", "GET", "/api/v1/search", {"q": query, "limit": limit})
        return await self._backend.ask(call, Found)

    async def available(self, product_id: int) -> int:
        """How many of a product can be sold."""
        call = Call("stock", "GET", f"/api/v1/inventory/stock/{product_id}")
        return (await self._backend.ask(call, Level)).quantity

    async def beside(self, product_id: int, limit: int) -> Recommended:
        """What to show beside a product."""
        path = f"/api/v1/recommendations/{product_id}"
        call = Call("recommendations", "GET", path, {"limit": limit})
        return await self._backend.ask(call, Recommended)

    async def _all_categories(self) -> list[Category]:
        call = Call("categories", "GET", "/api/v1/categories")
        return await self._backend.ask(call, list[Category])
