"""The catalogue in memory: what the port means, in the plainest words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Raw, json
from msgspec.structs import replace

from labs.commerce.listing.facets import PRICE_BANDS, RATING_STEPS, Facets, arranged, band
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.products.store import Sort


class MemoryProducts:
    """Fulfils `ProductsStore` for one process."""

    joins_transactions = False

    def __init__(self) -> None:
        self._products: dict[int, Product] = {}
        self._unannounced: set[int] = set()
        self._last = 0

    async def fill(self, products: Iterable[Product]) -> None:
        self._products = {product.product_id: product for product in products}
        self._unannounced.clear()
        self._last = max(self._products, default=0)

    async def find(self, product_ids: Sequence[int]) -> dict[int, Product]:
        return {i: self._products[i] for i in product_ids if i in self._products}

    async def page(self, wanted: Wanted, sort: Sort, after: int, limit: int) -> list[Raw]:
        listed = [p for p in self._products.values() if not missed(p, wanted)]
        listed.sort(key=lambda product: _key(product, sort))
        if after and sort != "number" and after not in self._products:
            return []
        place = _key(self._products[after], sort) if after in self._products else (0.0, after)
        page = [p for p in listed if not after or _key(p, sort) > place][:limit]
        return [Raw(json.encode(product)) for product in page]

    async def facets(self, wanted: Wanted) -> Facets:
        return facets_of(self._products.values(), wanted)

    async def next_id(self) -> int:
        self._last += 1
        return self._last

    async def put(self, product: Product) -> Product:
        known = self._products.get(product.product_id)
        kept = known or Product(0, "", product.name, product.description, 1, version=0)
        stored = replace(
            product,
            version=kept.version + 1,
            available=kept.available,
            rating=kept.rating,
            reviews=kept.reviews,
        )
        self._products[product.product_id] = stored
        self._unannounced.add(product.product_id)
        return stored

    async def stand_available(self, product_id: int, *, available: bool) -> Product | None:
        return self._stand(product_id, available=available)

    async def stand_rated(
        self, product_id: int, mean: float | None, reviews: int
    ) -> Product | None:
        return self._stand(product_id, rating=mean, reviews=reviews)

    async def count(self) -> int:
        return len(self._products)

    async def unannounced(self, limit: int) -> list[Product]:
        return [self._products[i] for i in sorted(self._unannounced)][:limit]

    async def announced(self, product: Product) -> None:
        if self._products[product.product_id].version == product.version:
            self._unannounced.discard(product.product_id)

    def _stand(self, product_id: int, **standing: object) -> Product | None:
        known = self._products.get(product_id)
        if known is None or replace(known, **standing) == known:
            return None
        stored = replace(known, **standing, version=known.version + 1)
        self._products[product_id] = stored
        self._unannounced.add(product_id)
        return stored


def facets_of(
    products: Iterable[Product], wanted: Wanted, *, counts_shelves: bool = False
) -> Facets:
    """Every facet of a list; where shelves are counted, the category is a choice like any other."""
    counted: dict[str, Counter[str]] = {}
    total = 0
    for product in products:
        why = missed(product, wanted)
        if "category" in why and not counts_shelves:
            continue
        total += not why
        for facet, value in _values(product):
            if why <= {facet} and (counts_shelves or facet != "category"):
                counted.setdefault(facet, Counter())[value] += 1
    return arranged(total, {facet: dict(counts) for facet, counts in counted.items()})


def missed(product: Product, wanted: Wanted) -> set[str]:
    """The kinds of choice that leave a product out."""
    holds = {
        "category": not wanted.category or wanted.category in product.path,
        "brand": not wanted.brands or product.brand in wanted.brands,
        "price": wanted.price_from <= product.price_minor <= wanted.price_to,
        "rating": (product.rating or 0) >= wanted.rating,
        "available": product.available or not wanted.available,
    }
    for code, values in wanted.attributes:
        holds[f"attribute.{code}"] = product.attributes.get(code) in values
    return {facet for facet, held in holds.items() if not held}


def _key(product: Product, sort: Sort) -> tuple[float, int]:
    number, price, stars = product.product_id, product.price_minor, product.rating or 0
    keys: dict[Sort, tuple[float, int]] = {
        "number": (0, number),
        "price": (price, number),
        "-price": (-price, -number),
        "-rating": (-stars, -number),
    }
    return keys[sort]


def _values(product: Product) -> Iterator[tuple[str, str]]:
    yield "category", product.category
    if product.brand:
        yield "brand", product.brand
    yield "price", band(max(begins for begins in PRICE_BANDS if begins <= product.price_minor))
    yield from (("rating", str(n)) for n in RATING_STEPS if (product.rating or 0) >= n)
    yield "available", str(product.available).lower()
    yield from ((f"attribute.{code}", value) for code, value in product.attributes.items())
