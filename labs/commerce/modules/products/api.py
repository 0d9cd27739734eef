"""The contract of products."""

from typing import Protocol

from msgspec import Raw, field

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message, Nothing, Text


class ProductRef(Message, frozen=True):
    """Names a product."""

    product_id: int


class ProductRefs(Message, frozen=True):
    """Names several products."""

    product_ids: list[int]


class Product(Message, frozen=True):
    """What the shop sells."""

    product_id: int
    category: str
    name: Text
    description: Text
    price_minor: int
    """In cents."""
    currency: str = "EUR"
    path: tuple[str, ...] = ()
    """The way to its category from the root of the tree."""
    brand: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """Attribute -> value, both by code; the category knows what they are called."""
    version: int = 1
    """Counts the changes made to it, so that a projection can tell old news from new."""
    available: bool = False
    """Whether any are left, as stock last said."""
    rating: float | None = None
    """The mean of its reviews; None without any."""
    reviews: int = 0


class ProductList(Message, frozen=True):
    """Several products."""

    products: list[Product]


class Page(Message, frozen=True):
    """Several products, on their way from the store to whoever asked: nobody reads them here."""

    products: list[Raw]


class ProductCount(Message, frozen=True):
    """How many products there are."""

    products: int


class ProductsAfter(Message, frozen=True):
    """Asks for the next products by number."""

    product_id: int
    limit: int


class BestRated(Message, frozen=True):
    """Asks for what customers rate best of what is like a product."""

    product_id: int
    limit: int


class ProductChanged(Event, frozen=True):
    """A product is new, or is different now."""

    product: Product

    @property
    def key(self) -> str:
        """The product's number."""
        return str(self.product.product_id)


class Products(Protocol):
    """Knows what is for sale, and for how much."""

    @idempotent
    async def find(self, message: ProductRef) -> Product:
        """One product.

        Raises:
            NotFoundError: there is no such product.
        """
        ...

    @idempotent
    async def find_all(self, message: ProductRefs) -> ProductList:
        """Several products, in the order asked for.

        Raises:
            NotFoundError: one of them does not exist.
        """
        ...

    @idempotent
    async def after(self, message: ProductsAfter) -> ProductList:
        """The products that follow one by number: the whole catalogue, a part at a time."""
        ...

    @idempotent
    async def best_rated(self, message: BestRated) -> ProductRefs:
        """The best rated others of a product's category, of those that can be bought now.

        Of the whole catalogue where there is no such product.
        """
        ...

    @idempotent
    async def count(self, message: Nothing) -> ProductCount:
        """The number of products."""
        ...
