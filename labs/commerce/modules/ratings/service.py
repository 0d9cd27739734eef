"""Summing up reviews."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.ratings.api import RatingChanged
from labs.commerce.modules.ratings.store import Counts, RatingsStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Message

_PRIOR_STARS, _PRIOR_WEIGHT = 3.5, 5
"""A product with few reviews is drawn towards this mean, so that one review decides nothing."""


class Rating(Message, frozen=True, kw_only=True):
    """What a product's reviews come to."""

    product_id: int
    reviews: int
    mean: float | None
    """None without reviews."""
    weighted: float
    """The Bayesian mean: what lists should be sorted by."""
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class RatingsService:
    """Fulfils the contract of ratings."""

    database: Database
    store: RatingsStore
    outbox: Outbox

    async def add(self, review_id: UUID, product_id: int, stars: int) -> None:
        """Count an approved review, and tell what the product's reviews come to now."""
        async with self.database.transaction():
            counts = await self.store.add(review_id, product_id, stars)
            if counts is not None:
                self._tell(product_id, counts)

    async def remove(self, review_id: UUID) -> None:
        """A review counts no longer, if it ever did."""
        async with self.database.transaction():
            removed = await self.store.remove(review_id)
            if removed is not None:
                self._tell(*removed)

    async def of(self, product_id: int) -> Rating:
        """What a product's reviews come to."""
        return rating(product_id, await self.store.counts(product_id))

    def _tell(self, product_id: int, counts: Counts) -> None:
        now = rating(product_id, counts)
        self.outbox.publish(
            RatingChanged(product_id=product_id, mean=now.mean, reviews=now.reviews)
        )


def rating(product_id: int, counts: dict[int, int]) -> Rating:
    """Sum up stars."""
    reviews = sum(counts.values())
    total = sum(stars * n for stars, n in counts.items())
    weighted = (total + _PRIOR_STARS * _PRIOR_WEIGHT) / (reviews + _PRIOR_WEIGHT)
    return Rating(
        product_id=product_id,
        reviews=reviews,
        mean=round(total / reviews, 2) if reviews else None,
        weighted=round(weighted, 2),
        counts={str(stars): counts.get(stars, 0) for stars in range(1, 6)},
    )
