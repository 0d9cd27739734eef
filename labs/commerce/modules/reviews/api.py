"""The contract of reviews: no module calls it, but many listen to it."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.messages import Event


class ReviewSubmitted(Event, frozen=True):
    """A customer wrote a review that nobody has looked at."""

    review_id: UUID
    user_id: UUID
    product_id: int
    stars: int
    text: str
    verified: bool = True
    """The customer bought the product here."""


class ReviewVerified(Event, frozen=True):
    """News of the purchase came after the review."""

    review_id: UUID


class Reviews(Protocol):
    """Keeps what customers say about products."""
