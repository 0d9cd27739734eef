"""Keeping what customers say about products."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from labs.commerce.modules.products.api import ProductRef, Products
from labs.commerce.modules.reviews.api import ReviewSubmitted, ReviewVerified
from labs.commerce.modules.reviews.store import Purchase, Review, ReviewsStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, InvalidError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.scope import Scope, current, entered

STARS_MAX = 5
TEXT_MAX = 4000


@dataclass(frozen=True, slots=True)
class ReviewsService:
    """Fulfils the contract of reviews."""

    database: Database
    store: ReviewsStore
    products: Products
    outbox: Outbox
    clock: Clock

    async def submit(self, user_id: UUID, product_id: int, stars: int, text: str) -> Review:
        """Hand in a review; moderation decides whether it is shown.

        Raises:
            DomainError: the customer has reviewed the product.
        """
        if not 1 <= stars <= STARS_MAX:
            raise InvalidError("stars-out-of-range", low=1, high=STARS_MAX)
        if not 1 <= len(text) <= TEXT_MAX:
            raise InvalidError("text-length", low=1, high=TEXT_MAX)
        await self.products.find(ProductRef(product_id=product_id))
        async with self.database.transaction():
            review = Review(
                review_id=uuid4(),
                user_id=user_id,
                product_id=product_id,
                stars=stars,
                text=text,
                verified=await self.store.has_bought(user_id, product_id),
                status="SUBMITTED",
            )
            if not await self.store.add(review, self.clock.now()):
                raise DomainError("reviewed-already", productId=product_id)
            self._announce(review)
        return review

    async def of_product(self, product_id: int, limit: int) -> list[Review]:
        """The latest reviews of a product that may be shown."""
        return await self.store.approved(product_id, limit)

    async def of_user(self, user_id: UUID) -> list[Review]:
        """A customer's own reviews, whatever became of them."""
        return await self.store.by_user(user_id)

    async def settle(self, review_id: UUID, *, approved: bool) -> None:
        """Do as moderation decided."""
        await self.store.settle(review_id, "APPROVED" if approved else "REJECTED")

    async def bought(self, user_id: UUID, product_ids: list[int]) -> None:
        """Remember what a customer bought; a review of it is a buyer's from now on."""
        for product_id in product_ids:
            bought = (Purchase(user_id, product_id), current())
            await self.database.gather(self._verify, bought)

    async def _verify(self, bought: Sequence[tuple[Purchase, Scope]]) -> None:
        told_in = dict(bought)
        async with self.database.transaction():
            found = await self.store.add_purchases(told_in)
            for review_id, purchase in found.items():
                with entered(told_in[purchase]):
                    self.outbox.publish(ReviewVerified(review_id=review_id))

    def _announce(self, review: Review) -> None:
        self.outbox.publish(
            ReviewSubmitted(
                review_id=review.review_id,
                user_id=review.user_id,
                product_id=review.product_id,
                stars=review.stars,
                text=review.text,
                verified=review.verified,
            )
        )
