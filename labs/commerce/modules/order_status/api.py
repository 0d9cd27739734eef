"""The contract of order status: no module calls it, it listens."""

from typing import Protocol


class OrderStatusView(Protocol):
    """Tells customers what happened to their orders."""
