"""The contract of ratings: no module calls it, it listens."""

from typing import Protocol


class Ratings(Protocol):
    """Sums up reviews."""
