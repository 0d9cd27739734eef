"""Finding products by words."""

from dataclasses import dataclass

from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.store import Hit, SearchStore
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Message
from labs.commerce.seed.catalogue import catalogue

QUERY_MAX = 200


class Found(Message, frozen=True, kw_only=True):
    """The answer to a query."""

    hits: list[Hit]
    matched_by: str
    """`words`, or `likeness` when no word matched."""


@dataclass(frozen=True, slots=True)
class SearchService:
    """Fulfils the contract of search."""

    store: SearchStore

    async def find(self, query: str, limit: int) -> Found:
        """Products that match a query; by likeness when no word matches."""
        query = query.strip()
        if not 1 <= len(query) <= QUERY_MAX:
            raise InvalidError("query-length", low=1, high=QUERY_MAX)
        hits = await self.store.by_words(query, limit)
        if hits:
            return Found(hits=hits, matched_by="words")
        return Found(hits=await self.store.by_likeness(query, limit), matched_by="likeness")

    async def index(self, product: Product) -> None:
        """Follow a change in the catalogue."""
        await self.store.put([product])

    async def seed(self, seed: int) -> None:
        """Index the demonstration catalogue."""
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
