"""Everything that a page may need."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from labs.commerce.companions.storefront.backend.catalogue import Catalogue, Product
from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.opinions import Opinions
from labs.commerce.companions.storefront.backend.people import People
from labs.commerce.companions.storefront.backend.purchases import Purchases
from labs.commerce.companions.storefront.basket import Baskets
from labs.commerce.companions.storefront.session import Sessions


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop behind the pages, by what it knows."""

    catalogue: Catalogue
    opinions: Opinions
    people: People
    purchases: Purchases
    baskets: Baskets
    sessions: Sessions

    async def products(self, product_ids: Iterable[int]) -> dict[int, Product]:
        """Products by number; one that does not answer is left out."""
        wanted = list(product_ids)
        found = await asyncio.gather(
            *(otherwise(None, self.catalogue.product(product)) for product in wanted)
        )
        return {product.product_id: product for product in found if product}
