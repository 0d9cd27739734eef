"""Deciding which reviews may be shown."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.moderation.api import ReviewApproved, ReviewRejected
from labs.commerce.modules.moderation.rules import NOT_BOUGHT, decide
from labs.commerce.modules.moderation.store import Case, ModerationStore
from labs.commerce.modules.reviews.api import ReviewSubmitted
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.events import Outbox


@dataclass(frozen=True, slots=True)
class ModerationService:
    """Fulfils the contract of moderation."""

    database: Database
    store: ModerationStore
    outbox: Outbox
    clock: Clock

    async def examine(self, review: ReviewSubmitted) -> None:
        """Apply the rules to a review; what they cannot settle waits for a person."""
        decision = decide(review.text, verified=review.verified)
        case = Case(
            review_id=review.review_id,
            user_id=review.user_id,
            product_id=review.product_id,
            stars=review.stars,
            text=review.text,
            status=decision.status,
            reason=decision.reason,
        )
        async with self.database.transaction():
            if await self.store.add(case, self.clock.now()):
                self._announce(case)

    async def verify(self, review_id: UUID) -> None:
        """A review turned out to be a buyer's: if only that was missing, it may be shown."""
        async with self.database.transaction():
            approved = await self.store.approve_waiting(review_id, NOT_BOUGHT)
            if approved is not None:
                self._announce(approved)

    async def waiting(self, limit: int) -> list[Case]:
        """What a person must look at."""
        return await self.store.waiting(limit)

    async def close(self, review_id: UUID, *, approve: bool, reason: str) -> Case:
        """Decide as a person: a case that waits, or otherwise than it was decided before.

        Raises:
            NotFoundError: there is no such case.
        """
        async with self.database.transaction():
            status = "APPROVED" if approve else "REJECTED"
            case = await self.store.close(review_id, status, reason)
            if case is not None:
                self._announce(case)
        case = case or await self.store.find(review_id)
        if case is None:
            raise NotFoundError("case-unknown", reviewId=str(review_id))
        return case

    def _announce(self, case: Case) -> None:
        review_id, user_id, product_id = case.review_id, case.user_id, case.product_id
        if case.status == "APPROVED":
            self.outbox.publish(
                ReviewApproved(
                    review_id=review_id, user_id=user_id, product_id=product_id, stars=case.stars
                )
            )
        if case.status == "REJECTED":
            self.outbox.publish(
                ReviewRejected(
                    review_id=review_id, user_id=user_id, product_id=product_id, reason=case.reason
                )
            )
