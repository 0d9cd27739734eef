"""Reviews and ratings."""

from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.storefront.backend.client import Backend, Call
from labs.commerce.companions.storefront.backend.text import Answered

REVIEWS = "/api/v1/reviews"


class Review(Answered, frozen=True, kw_only=True):
    """What a customer says about a product."""

    review_id: UUID
    product_id: int
    stars: int
    text: str
    verified: bool
    status: str


class Rating(Answered, frozen=True, kw_only=True):
    """What a product's reviews come to."""

    reviews: int
    mean: float | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Opinions:
    """Knows what customers think."""

    backend: Backend

    async def rating(self, product_id: int) -> Rating:
        """A product's rating."""
        call = Call("ratings", "GET", f"/api/v1/ratings/{product_id}")
        return await self.backend.ask(call, Rating)

    async def reviews(self, product_id: int) -> list[Review]:
        """The approved reviews of a product."""
        call = Call("reviews", "GET", f"{REVIEWS}/products/{product_id}")
        return await self.backend.ask(call, list[Review])

    async def mine(self, token: str) -> list[Review]:
        """One's own reviews, whatever became of them."""
        call = Call("reviews", "GET", f"{REVIEWS}/mine")
        return await self.backend.ask(call, list[Review], token)

    async def submit(self, token: str, product_id: int, stars: int, text: str) -> Review:
        """Hand in a review."""
        body = {"productId": product_id, "stars": stars, "text": text}
        call = Call("reviews", "POST", REVIEWS, body=body)
        return await self.backend.ask(call, Review, token)
