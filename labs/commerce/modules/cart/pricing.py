"""A cart at today's prices: what a checkout of it would cost now."""

from collections.abc import Mapping, Sequence

from labs.commerce.modules.cart.api import CartLine
from labs.commerce.modules.products.api import Product
from labs.commerce.platform.messages import Message, Text


class PricedLine(Message, frozen=True):
    """A line of a cart as it stands in the catalogue now."""

    product_id: int
    quantity: int
    name: Text
    price_minor: int
    was_minor: int
    """What one cost when it was put in."""
    total_minor: int
    available: bool


class Priced(Message, frozen=True):
    """A cart at today's prices."""

    lines: list[PricedLine]
    total_minor: int
    currency: str
    gone: list[int]
    """Products that are no longer sold."""


def priced(lines: Sequence[CartLine], found: Mapping[int, Product]) -> Priced:
    """Price what is in a cart; what is no longer sold costs nothing and is named."""
    shown = [_line(line, found[line.product_id]) for line in lines if line.product_id in found]
    return Priced(
        lines=shown,
        total_minor=sum(line.total_minor for line in shown),
        currency=next((product.currency for product in found.values()), "EUR"),
        gone=[line.product_id for line in lines if line.product_id not in found],
    )


def _line(line: CartLine, product: Product) -> PricedLine:
    return PricedLine(
        product_id=line.product_id,
        quantity=line.quantity,
        name=product.name,
        price_minor=product.price_minor,
        was_minor=line.price_minor,
        total_minor=product.price_minor * line.quantity,
        available=product.available,
    )
