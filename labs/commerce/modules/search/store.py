"""The port of the search index: a projection of the catalogue that can always be rebuilt."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.marking import Marked
from labs.commerce.platform.messages import Message, Text

Language = Literal["ru", "en"]


class Query(Message, frozen=True):
    """What somebody looks for. Any text is a query: quotes, `-` and `OR` help, nothing offends."""

    text: str
    wanted: Wanted = Wanted()
    limit: int = 20
    offset: int = 0
    marked: Language | None = None
    """Show where the query was found, in this language's texts."""


class Hit(Message, frozen=True, kw_only=True):
    """A product that was found."""

    product_id: int
    category: str
    name: Text
    price_minor: int
    marked: Marked | None = None


class Suggestion(Message, frozen=True):
    """A product whose name may be what is being typed."""

    product_id: int
    name: Text


class SearchStore(Protocol):
    """Documents to search in. Every adapter passes the same contract suite."""

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others."""
        ...

    async def put(self, products: Iterable[Product]) -> None:
        """Index products. Of a product that is indexed in a later version nothing changes."""
        ...

    async def replace_after(self, product_id: int, products: Sequence[Product]) -> None:
        """From the number after this one to the last of `products`, hold exactly these.

        Without products, hold nothing that follows.
        """
        ...

    async def by_words(self, query: Query) -> list[Hit]:
        """Products in which every word of the query stands, in whatever form; the best first."""
        ...

    async def by_likeness(self, query: Query) -> list[Hit]:
        """Products with a word that looks like the query: for typing errors."""
        ...

    async def facets_by_words(self, query: Query) -> Facets:
        """What is in all that `by_words` finds, page after page."""
        ...

    async def facets_by_likeness(self, query: Query) -> Facets:
        """What is in all that `by_likeness` finds."""
        ...

    async def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Products with words in their names that begin as those of `text` do."""
        ...
