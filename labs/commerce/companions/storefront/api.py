"""The contract of storefront."""

from typing import Protocol


class Storefront(Protocol):
    """Shows the shop; nobody calls it."""
