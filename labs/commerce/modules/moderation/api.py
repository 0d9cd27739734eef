"""The contract of moderation: no module calls it, it listens and decides."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.messages import Event


class ReviewApproved(Event, frozen=True):
    """A review may be shown."""

    review_id: UUID
    user_id: UUID
    product_id: int
    stars: int


class ReviewRejected(Event, frozen=True):
    """A review may not be shown."""

    review_id: UUID
    user_id: UUID
    product_id: int
    reason: str


class Moderation(Protocol):
    """Decides which reviews may be shown."""
