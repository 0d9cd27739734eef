"""What a list of products can be narrowed to."""

from labs.commerce.platform.messages import Message

PRICE_MAX = 10_000_000
RATING_MAX = 5


class Wanted(Message, frozen=True):
    """What a list is narrowed to; empty, it is the whole catalogue."""

    category: str = ""
    """With everything below it in the tree."""
    brands: tuple[str, ...] = ()
    price_from: int = 0
    price_to: int = PRICE_MAX
    rating: int = 0
    """At least so many stars."""
    available: bool = False
    """Only what can be bought now."""
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute -> values, any of which will do."""
