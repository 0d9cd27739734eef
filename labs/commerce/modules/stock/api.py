"""The contract of stock."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message, Nothing


class Quantity(Message, frozen=True):
    """So many of a product."""

    product_id: int
    quantity: int


class Take(Message, frozen=True):
    """Takes goods off the shelf for an order: all of them, or none."""

    order_id: UUID
    items: list[Quantity]


class GiveBack(Message, frozen=True):
    """Puts an order's goods back."""

    order_id: UUID


class Receive(Message, frozen=True):
    """Goods that arrived under a delivery's number."""

    receipt_id: UUID
    item: Quantity


class LevelsOf(Message, frozen=True):
    """Asks about several products."""

    product_ids: list[int]


class Levels(Message, frozen=True):
    """How many of each product can be sold."""

    items: list[Quantity]


class StockLow(Event, frozen=True):
    """So few are left that somebody should order more."""

    product_id: int
    available: int


class AvailabilityChanged(Event, frozen=True):
    """The last of a product went, or there are some again."""

    product_id: int
    available: bool


class Stock(Protocol):
    """Knows how many of each product can be sold. An order's goods are taken at most once."""

    @idempotent
    async def take(self, message: Take) -> Nothing:
        """Take goods for an order. Taking again changes nothing.

        Raises:
            DomainError: too few are left (`out-of-stock`), or the order's goods were put back
                before (`stock-given-back`).
        """
        ...

    @idempotent
    async def give_back(self, message: GiveBack) -> Nothing:
        """Put an order's goods back. What was never taken can no longer be taken."""
        ...

    @idempotent
    async def receive(self, message: Receive) -> Nothing:
        """Add goods that arrived, once per receipt."""
        ...

    @idempotent
    async def levels(self, message: LevelsOf) -> Levels:
        """How many of some products can be sold."""
        ...

    @idempotent
    async def low(self, message: Nothing) -> Levels:
        """The products that are running out."""
        ...
