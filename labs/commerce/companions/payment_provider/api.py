"""The contract of payment-provider."""

from typing import Protocol


class PaymentProvider(Protocol):
    """Moves money."""
