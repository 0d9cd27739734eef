"""Keeping the catalogue."""

from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import PRICE_MAX, Wanted
from labs.commerce.modules.categories.api import Categories, Category, CategoryRef
from labs.commerce.modules.products.api import (
    BestRated,
    Page,
    Product,
    ProductChanged,
    ProductCount,
    ProductList,
    ProductRef,
    ProductRefs,
    ProductsAfter,
)
from labs.commerce.modules.products.store import ProductsStore, Sort
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Nothing
from labs.commerce.seed.products import products

_CACHE_S = 1.0
"""How long another replica may show what a product was before a change."""
_FACETS_S = 5.0
"""How long counts and what is rated best may lag: they are dear, and nobody buys by them."""
BRAND_MAX = 60

_decode = msgspec.json.Decoder(Product).decode


@dataclass(frozen=True, slots=True)
class ProductsService:
    """Fulfils the contract of products."""

    database: Database
    store: ProductsStore
    categories: Categories
    outbox: Outbox
    _remembered: Remembered[int, Product] = field(default_factory=lambda: Remembered(_CACHE_S))
    _best: Remembered[BestRated, ProductRefs] = field(
        default_factory=lambda: Remembered(_FACETS_S, limit=200)
    )
    _counted: Remembered[Wanted, Facets] = field(
        default_factory=lambda: Remembered(_FACETS_S, limit=200)
    )

    async def find(self, message: ProductRef) -> Product:
        """One product, from this process's memory when it was read a moment ago."""
        return await self._remembered.get(
            message.product_id, lambda: self._load(message.product_id)
        )

    async def find_all(self, message: ProductRefs) -> ProductList:
        """Several products, fresh: an order is priced by this."""
        found = await self.store.find(message.product_ids)
        missing = [i for i in message.product_ids if i not in found]
        if missing:
            raise NotFoundError("product-unknown", productIds=missing)
        return ProductList(products=[found[i] for i in message.product_ids])

    async def after(self, message: ProductsAfter) -> ProductList:
        """The products that follow one by number."""
        page = await self.store.page(Wanted(), "number", message.product_id, message.limit)
        return ProductList(products=[_decode(product) for product in page])

    async def best_rated(self, message: BestRated) -> ProductRefs:
        """The best rated others of a product's category."""
        return await self._best.get(message, lambda: self._rated_beside(message))

    async def count(self, _message: Nothing) -> ProductCount:
        """The number of products."""
        return ProductCount(products=await self.store.count())

    async def page(self, wanted: Wanted, sort: Sort, after: int, limit: int) -> Page:
        """A page of the catalogue."""
        return Page(products=await self.store.page(wanted, sort, after, limit))

    async def facets(self, wanted: Wanted) -> Facets:
        """What a list could be narrowed to further."""
        return await self._counted.get(wanted, lambda: self.store.facets(wanted))

    async def add(self, product: Product) -> Product:
        """Add a product to the catalogue. It is out of stock until goods arrive."""
        placed = await self._placed(product)
        async with self.database.transaction():
            return await self._put(replace(placed, product_id=await self.store.next_id()))

    async def change(self, product: Product) -> Product:
        """Change a product that exists."""
        placed = await self._placed(product)
        async with self.database.transaction():
            await self._load(product.product_id)
            changed = await self._put(placed)
        self._remembered.forget(product.product_id)
        return changed

    async def stand_available(self, product_id: int, *, available: bool) -> None:
        """Stock ran out of a product, or has it again."""
        async with self.database.transaction():
            self._tell(await self.store.stand_available(product_id, available=available))
        self._remembered.forget(product_id)

    async def stand_rated(self, product_id: int, mean: float | None, reviews: int) -> None:
        """A product's reviews come to something else."""
        async with self.database.transaction():
            self._tell(await self.store.stand_rated(product_id, mean, reviews))
        self._remembered.forget(product_id)

    async def seed(self, seed: int) -> None:
        """Add the demonstration catalogue, all of it in stock."""
        await self.store.fill(products(seed))

    async def _rated_beside(self, message: BestRated) -> ProductRefs:
        like = (await self.store.find([message.product_id])).get(message.product_id)
        wanted = Wanted(category=like.category if like else "", available=True)
        page = await self.store.page(wanted, "-rating", 0, message.limit + 1)
        numbers = [_decode(product).product_id for product in page]
        others = [number for number in numbers if number != message.product_id]
        return ProductRefs(product_ids=others[: message.limit])

    async def _placed(self, product: Product) -> Product:
        """The product with the way to its category, if it is one that can be sold."""
        if not 0 < product.price_minor <= PRICE_MAX:
            raise InvalidError("price-out-of-range", low=1, high=PRICE_MAX)
        if len(product.brand) > BRAND_MAX:
            raise InvalidError("brand-length", low=0, high=BRAND_MAX)
        category = await self.categories.find(CategoryRef(slug=product.category))
        _check_attributes(product.attributes, category)
        return replace(product, path=category.path)

    async def _load(self, product_id: int) -> Product:
        found = await self.store.find([product_id])
        if product_id not in found:
            raise NotFoundError("product-unknown", productIds=[product_id])
        return found[product_id]

    async def _put(self, product: Product) -> Product:
        stored = await self.store.put(product)
        self._tell(stored)
        return stored

    def _tell(self, changed: Product | None) -> None:
        """Publish a change with the transaction it is part of; where it is of none, later."""
        if changed is not None and self.store.joins_transactions:
            self.outbox.publish(ProductChanged(product=changed))


def _check_attributes(attributes: dict[str, str], category: Category) -> None:
    known = {a.code: {value.code for value in a.values} for a in category.attributes}
    for code, value in attributes.items():
        if value not in known.get(code, ()):
            raise InvalidError("attribute-unknown", attribute=code, value=value)
