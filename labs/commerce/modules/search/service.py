"""Finding products by words."""

from dataclasses import dataclass

from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.rebuilding import Rebuild, Rebuilder
from labs.commerce.modules.search.store import Hit, Query, SearchStore, Suggestion
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Message
from labs.commerce.seed.products import products

QUERY_MAX = 200


class Found(Message, frozen=True, kw_only=True):
    """The answer to a query."""

    hits: list[Hit]
    matched_by: str
    """`words`, or `likeness` when no word matched."""


class Suggestions(Message, frozen=True):
    """What may be meant by what is half typed."""

    suggestions: list[Suggestion]


@dataclass(frozen=True, slots=True)
class SearchService:
    """Fulfils the contract of search."""

    store: SearchStore
    rebuilder: Rebuilder

    async def find(self, query: Query) -> Found:
        """Products that match a query; by likeness when no word matches."""
        if not 1 <= len(query.text) <= QUERY_MAX:
            raise InvalidError("query-length", low=1, high=QUERY_MAX)
        hits = await self.store.by_words(query)
        if hits or query.offset:
            return Found(hits=hits, matched_by="words")
        return Found(hits=await self.store.by_likeness(query), matched_by="likeness")

    async def suggest(self, text: str, limit: int) -> Suggestions:
        """What may be meant by a text that is half typed."""
        if len(text) > QUERY_MAX:
            raise InvalidError("query-length", low=0, high=QUERY_MAX)
        return Suggestions(suggestions=await self.store.suggest(text, limit))

    async def index(self, product: Product) -> None:
        """Follow a change in the catalogue."""
        await self.store.put([product])

    async def rebuild(self) -> Rebuild:
        """Have the index made anew from the catalogue, serving meanwhile."""
        return await self.rebuilder.request()

    async def rebuilt(self) -> Rebuild | None:
        """How far the latest rebuild is."""
        return await self.rebuilder.latest()

    async def seed(self, seed: int) -> None:
        """Index the demonstration catalogue."""
        await self.store.prepare()
        await self.store.put(products(seed))
