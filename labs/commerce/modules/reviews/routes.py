"""The public API of reviews."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.reviews.service import ReviewsService
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, caller, get, path_int, post, query_int

_PAGE, _PAGE_MAX = 20, 100


class SubmitReview(Command, frozen=True):
    """A review to hand in."""

    product_id: int
    stars: int
    text: str


def routes(reviews: ReviewsService) -> list[Route]:
    """Writing reviews and reading approved ones."""

    async def submit(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, SubmitReview)
        review = await reviews.submit(user, wanted.product_id, wanted.stars, wanted.text)
        return answer(review, HTTPStatus.CREATED)

    async def mine(request: Request) -> Response:
        return answer(await reviews.of_user(caller(request).user_id))

    async def of_product(request: Request) -> Response:
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await reviews.of_product(path_int(request, "product_id"), limit))

    return [post("/", submit), get("/mine", mine), get("/products/{product_id}", of_product)]
