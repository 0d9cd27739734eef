"""The contract of ratings: no module calls it, it listens."""

from typing import Protocol

from labs.commerce.platform.messages import Event


class RatingChanged(Event, frozen=True):
    """A product's reviews come to something else."""

    product_id: int
    mean: float | None
    """None without reviews."""
    reviews: int


class Ratings(Protocol):
    """Sums up reviews."""
