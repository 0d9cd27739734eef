"""Keeping the catalogue."""

from dataclasses import dataclass, field

from labs.commerce.modules.categories.api import Categories, CategoryRef
from labs.commerce.modules.products.api import (
    Product,
    ProductChanged,
    ProductCount,
    ProductList,
    ProductRef,
    ProductRefs,
)
from labs.commerce.modules.products.store import ProductsStore
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import InvalidError, NotFoundError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Nothing, Text
from labs.commerce.seed.catalogue import catalogue

_CACHE_S = 1.0
"""How long another replica may show what a product was before a change."""

PRICE_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class ProductsService:
    """Fulfils the contract of products."""

    database: Database
    store: ProductsStore
    categories: Categories
    outbox: Outbox
    _remembered: Remembered[int, Product] = field(default_factory=lambda: Remembered(_CACHE_S))

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

    async def count(self, _message: Nothing) -> ProductCount:
        """The number of products."""
        return ProductCount(products=await self.store.count())

    async def page(self, category: str | None, after: int, limit: int) -> ProductList:
        """A page of the catalogue."""
        return ProductList(products=await self.store.page(category, after, limit))

    async def add(self, category: str, name: Text, description: Text, price_minor: int) -> Product:
        """Add a product to the catalogue. It is out of stock until goods arrive."""
        await self._check(category, price_minor)
        async with self.database.transaction():
            product = Product(
                product_id=await self.store.next_id(),
                category=category,
                name=name,
                description=description,
                price_minor=price_minor,
            )
            await self._put(product)
        return product

    async def change(self, product: Product) -> Product:
        """Change a product that exists."""
        await self._check(product.category, product.price_minor)
        async with self.database.transaction():
            await self._load(product.product_id)
            await self._put(product)
        self._remembered.forget(product.product_id)
        return product

    async def seed(self, seed: int) -> None:
        """Add the demonstration catalogue."""
        await self.store.put(
            Product(
                product_id=p.product_id,
                category=p.category,
                name=p.name,
                description=p.description,
                price_minor=p.price_minor,
            )
            for p in catalogue(seed)
        )

    async def _check(self, category: str, price_minor: int) -> None:
        await self.categories.find(CategoryRef(slug=category))
        if not 0 < price_minor <= PRICE_MAX:
            raise InvalidError("price-out-of-range", low=1, high=PRICE_MAX)

    async def _load(self, product_id: int) -> Product:
        found = await self.store.find([product_id])
        if product_id not in found:
            raise NotFoundError("product-unknown", productIds=[product_id])
        return found[product_id]

    async def _put(self, product: Product) -> None:
        await self.store.put([product])
        self.outbox.publish(ProductChanged(product=product))
