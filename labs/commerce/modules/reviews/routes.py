"""The public API of reviews."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.reviews.service import ReviewsService
from labs.commerce.modules.reviews.store import Review
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import ANYONE, SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, body, caller, get, path_int, post

_LIMIT = Number("limit", default=20, high=100)


class SubmitReview(Command, frozen=True):
    """A review to hand in."""

    product_id: int
    stars: int
    text: str


def routes(reviews: ReviewsService) -> list[PublicRoute]:
    """Writing reviews and reading approved ones."""

    async def submit(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, SubmitReview)
        review = await reviews.submit(user, wanted.product_id, wanted.stars, wanted.text)
        return answer(review, HTTPStatus.CREATED)

    async def mine(request: Request) -> Response:
        return answer(await reviews.of_user(caller(request).user_id))

    async def of_product(request: Request) -> Response:
        product_id, limit = path_int(request, "product_id"), _LIMIT.of(request)
        return answer(await reviews.of_product(product_id, limit))

    submission = Shape(
        SIGNED_IN,
        takes=SubmitReview,
        gives=Review,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
    )
    approved = Shape(ANYONE, asks=[_LIMIT], gives=list[Review])
    return [
        post("/", submit, submission),
        get("/mine", mine, Shape(SIGNED_IN, gives=list[Review])),
        get("/products/{product_id:number}", of_product, approved),
    ]
