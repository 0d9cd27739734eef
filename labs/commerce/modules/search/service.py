"""Finding products by words."""

from dataclasses import dataclass, field

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.rebuilding import Rebuild, Rebuilder
from labs.commerce.modules.search.store import Hit, Query, SearchStore, Suggestion
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Message
from labs.commerce.seed.products import products

QUERY_MAX = 200
_FACETS_S = 5.0
"""How long counts may lag: they are dear, and nobody buys by them."""


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
    _counted: Remembered[Query, Facets] = field(
        default_factory=lambda: Remembered(_FACETS_S, limit=200)
    )

    async def find(self, query: Query) -> Found:
        """Products that match a query; by likeness when no word matches."""
        _check_length(query.text, low=1)
        hits = await self.store.by_words(query)
        is_narrowed = query.wanted != Wanted()
        if hits or query.offset or (is_narrowed and await self._has_words(query)):
            return Found(hits=hits, matched_by="words")
        return Found(hits=await self.store.by_likeness(query), matched_by="likeness")

    async def facets(self, query: Query) -> Facets:
        """What is in all that matches a query, and what it could be narrowed to further."""
        _check_length(query.text, low=1)
        asked = Query(query.text, query.wanted)
        return await self._counted.get(asked, lambda: self._facets(asked))

    async def suggest(self, text: str, limit: int) -> Suggestions:
        """What may be meant by a text that is half typed."""
        _check_length(text, low=0)
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

    async def _facets(self, query: Query) -> Facets:
        if await self._has_words(query):
            return await self.store.facets_by_words(query)
        return await self.store.facets_by_likeness(query)

    async def _has_words(self, query: Query) -> bool:
        """Whether the words stand anywhere: narrowing must not turn a match into a likeness."""
        return bool(await self.store.by_words(Query(query.text, limit=1)))

    async def seed(self, seed: int) -> None:
        """Index the demonstration catalogue."""
        await self.store.fill(products(seed))


def _check_length(text: str, low: int) -> None:
    if not low <= len(text) <= QUERY_MAX:
        raise InvalidError("query-length", low=low, high=QUERY_MAX)
