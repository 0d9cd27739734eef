"""The port of the catalogue's store: documents by number, narrowed, sorted and counted."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol, get_args

from msgspec import Raw

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.narrowing import Wanted
from labs.commerce.modules.products.api import Product

Sort = Literal["number", "price", "-price", "-rating"]
SORTS: tuple[Sort, ...] = get_args(Sort)


class ProductsStore(Protocol):
    """Keeps products. What stock and reviews say of one is kept beside what it is.

    Every adapter passes the same contract suite.
    """

    joins_transactions: bool
    """Whether a change is undone with the open transaction. Where it is not, every change marks
    the product as unannounced in the same write, until `announced` says otherwise."""

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others, none of them unannounced."""
        ...

    async def find(self, product_ids: Sequence[int]) -> dict[int, Product]:
        """Products by number; those that do not exist are left out."""
        ...

    async def page(self, wanted: Wanted, sort: Sort, after: int, limit: int) -> list[Raw]:
        """The products that follow `after` in a list, as JSON; 0 is before the first.

        Equals follow each other by number, in the direction of the list. A product that is not
        there is followed by nothing, but in the list by number.
        """
        ...

    async def facets(self, wanted: Wanted) -> Facets:
        """What is in a list."""
        ...

    async def next_id(self) -> int:
        """A number that no product has and that nobody else is given."""
        ...

    async def put(self, product: Product) -> Product:
        """Add a product, or change one: its version counts up, its standing stays as it was."""
        ...

    async def stand_available(self, product_id: int, *, available: bool) -> Product | None:
        """Note whether any are left: a change, whose version counts up.

        None where nothing is different now, or there is no such product.
        """
        ...

    async def stand_rated(
        self, product_id: int, mean: float | None, reviews: int
    ) -> Product | None:
        """Note what reviews come to, likewise."""
        ...

    async def count(self) -> int:
        """The number of products."""
        ...

    async def unannounced(self, limit: int) -> list[Product]:
        """Products whose latest change was not announced."""
        ...

    async def announced(self, product: Product) -> None:
        """This version of a product was announced; a later one still waits."""
        ...
