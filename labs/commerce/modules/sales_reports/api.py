"""The contract of sales reports."""

from typing import Protocol

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Message, Nothing


class SalesTotals(Message, frozen=True):
    """Everything sold so far."""

    orders: int
    items: int
    revenue_minor: int


class SalesReports(Protocol):
    """Knows what was sold."""

    @idempotent
    async def totals(self, message: Nothing) -> SalesTotals:
        """Everything sold so far, as far as events have told."""
        ...
