"""Products, categories, search, availability and recommendations."""

from collections.abc import Mapping

import msgspec

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered, Text
from labs.commerce.platform.cache import Remembered

PRODUCTS, SEARCH = "/api/v1/products", "/api/v1/search"
_CATEGORIES_S = 10.0


class Value(Answered, frozen=True, kw_only=True):
    """One of the values that an attribute can have."""

    code: str
    title: Text


class Attribute(Answered, frozen=True, kw_only=True):
    """A property that tells a category's products apart."""

    code: str
    title: Text
    values: list[Value]

    def value(self, code: str) -> Text | None:
        """What a value is called."""
        return next((value.title for value in self.values if value.code == code), None)


class Category(Answered, frozen=True, kw_only=True):
    """A part of the catalogue."""

    slug: str
    title: Text
    parent: str = ""
    attributes: list[Attribute] = msgspec.field(default_factory=list)


class Product(Answered, frozen=True, kw_only=True):
    """What the shop sells."""

    product_id: int
    category: str
    name: Text
    description: Text | None = None
    price_minor: int
    currency: str = "EUR"
    brand: str = ""
    attributes: dict[str, str] = msgspec.field(default_factory=dict)
    available: bool = True
    rating: float | None = None
    reviews: int = 0


class Listed(Answered, frozen=True, kw_only=True):
    """Several products."""

    products: list[Product]


class Choice(Answered, frozen=True, kw_only=True):
    """A choice that would narrow a list further."""

    value: str
    products: int


class Facet(Answered, frozen=True, kw_only=True):
    """The choices of one kind."""

    name: str
    values: list[Choice]


class Facets(Answered, frozen=True, kw_only=True):
    """What is in a list."""

    total: int
    facets: list[Facet]


class Found(Answered, frozen=True, kw_only=True):
    """The answer to a query."""

    hits: list[Product]
    matched_by: str


class Suggestion(Answered, frozen=True, kw_only=True):
    """A product whose name may be what is being typed."""

    product_id: int
    name: Text


class Suggestions(Answered, frozen=True, kw_only=True):
    """What may be meant by what is half typed."""

    suggestions: list[Suggestion]


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

    async def products(self, wanted: Mapping[str, object]) -> list[Product]:
        """Products that fit what is wanted, in the order that is wanted."""
        return (await self._backend.ask(Call("products", "GET", PRODUCTS, wanted), Listed)).products

    async def facets(self, wanted: Mapping[str, object]) -> Facets:
        """What a list could be narrowed to."""
        return await self._backend.ask(
            Call("products", "GET", f"{PRODUCTS}/facets", wanted), Facets
        )

    async def product(self, product_id: int) -> Product:
        """One product."""
        return await self._backend.ask(Call("products", "GET", f"{PRODUCTS}/{product_id}"), Product)

    async def search(
        self, query: str, limit: int, offset: int = 0, wanted: Mapping[str, object] | None = None
    ) -> Found:
        """Products that match a query, in either language, and fit what is wanted of them."""
        asked = {**(wanted or {}), "q": query, "limit": limit, "offset": offset}
        return await self._backend.ask(Call("search", "GET", SEARCH, asked), Found)

    async def found_facets(self, query: str, wanted: Mapping[str, object]) -> Facets:
        """What all that matches a query could be narrowed to."""
        asked = {**wanted, "q": query}
        return await self._backend.ask(Call("search", "GET", f"{SEARCH}/facets", asked), Facets)

    async def suggestions(self, text: str, limit: int) -> list[Suggestion]:
        """Products whose names begin like what is being typed."""
        call = Call("search", "GET", f"{SEARCH}/suggestions", {"q": text, "limit": limit})
        return (await self._backend.ask(call, Suggestions)).suggestions

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
