"""The contract of search: no module calls it."""

from typing import Protocol


class Search(Protocol):
    """Finds products by words."""
