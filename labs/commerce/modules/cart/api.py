"""The contract of the cart."""

from typing import Protocol
from uuid import UUID

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Message


class CartOf(Message, frozen=True):
    """Asks for a user's cart."""

    user_id: UUID


class CartLine(Message, frozen=True):
    """So many of a product, and what one cost when it was put in: to tell of a change, no more."""

    product_id: int
    quantity: int
    price_minor: int


class Contents(Message, frozen=True):
    """What is in a cart. What it costs is for the catalogue to say."""

    items: list[Quantity]


class Cart(Protocol):
    """Remembers what customers mean to buy."""

    @idempotent
    async def contents(self, message: CartOf) -> Contents:
        """What is in a user's cart."""
        ...
