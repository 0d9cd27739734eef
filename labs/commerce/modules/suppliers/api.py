"""The contract of suppliers: no module calls it."""

from typing import Protocol


class Suppliers(Protocol):
    """Sees to it that goods arrive."""
