"""The tables of reviews."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message


class Review(Message, frozen=True, kw_only=True):
    """What a customer says about a product."""

    review_id: UUID
    user_id: UUID
    product_id: int
    stars: int
    text: str
    verified: bool
    """The customer bought the product here."""
    status: str
    """`SUBMITTED`, `APPROVED` or `REJECTED`; only approved reviews are shown to others."""


class Purchase(NamedTuple):
    """A customer bought a product."""

    user_id: UUID
    product_id: int


class ReviewsStore:
    """Reviews and purchases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, review: Review, at: datetime) -> bool:
        """Note a review. False when the customer has reviewed the product."""
        return bool(
            await self._database.execute(
                "INSERT INTO reviews.reviews"
                " (review_id, user_id, product_id, stars, text, verified, status, at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                " ON CONFLICT (user_id, product_id) DO NOTHING",
                review.review_id,
                review.user_id,
                review.product_id,
                review.stars,
                review.text,
                review.verified,
                review.status,
                at,
            )
        )

    async def settle(self, review_id: UUID, status: str) -> None:
        """Note what moderation decided."""
        await self._database.execute(
            "UPDATE reviews.reviews SET status = $2 WHERE review_id = $1", review_id, status
        )

    async def approved(self, product_id: int, limit: int) -> list[Review]:
        """The latest reviews of a product that may be shown."""
        rows = await self._database.fetch(
            "SELECT review_id, user_id, product_id, stars, text, verified, status"
            " FROM reviews.reviews WHERE product_id = $1 AND status = 'APPROVED'"
            " ORDER BY at DESC LIMIT $2",
            product_id,
            limit,
        )
        return [Review(**row) for row in rows]

    async def by_user(self, user_id: UUID) -> list[Review]:
        """A customer's own reviews."""
        rows = await self._database.fetch(
            "SELECT review_id, user_id, product_id, stars, text, verified, status"
            " FROM reviews.reviews WHERE user_id = $1 ORDER BY at DESC LIMIT 100",
            user_id,
        )
        return [Review(**row) for row in rows]

    async def add_purchases(self, purchases: Iterable[Purchase]) -> Mapping[UUID, Purchase]:
        """Note what customers bought. Returns reviews that came before this news, and of what."""
        users, products = zip(*purchases, strict=True)
        rows = await self._database.fetch(
            "WITH bought AS (INSERT INTO reviews.purchases (user_id, product_id)"
            " SELECT * FROM unnest($1::uuid[], $2::int[])"
            " ON CONFLICT DO NOTHING RETURNING user_id, product_id)"
            " UPDATE reviews.reviews r SET verified = true FROM bought"
            " WHERE r.user_id = bought.user_id AND r.product_id = bought.product_id"
            " RETURNING r.review_id, r.user_id, r.product_id",
            users,
            products,
        )
        return {row["review_id"]: Purchase(row["user_id"], row["product_id"]) for row in rows}

    async def has_bought(self, user_id: UUID, product_id: int) -> bool:
        """Whether a customer bought a product. News of purchases waits for the transaction's end.

        It would otherwise look for reviews before this one is there, and after this one looked.
        """
        await self._database.execute("LOCK TABLE reviews.purchases IN SHARE MODE")
        row = await self._database.fetch_one(
            "SELECT 1 FROM reviews.purchases WHERE user_id = $1 AND product_id = $2",
            user_id,
            product_id,
        )
        return row is not None
