"""The public API of recommendation models."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.recommendation_models.service import RecommendationModelsService
from labs.commerce.platform.web import answer, get, post, require


def routes(models: RecommendationModelsService) -> list[Route]:
    """Administrators train models and compare them."""

    async def train(request: Request) -> Response:
        require(request, "admin")
        return answer(await models.train(), HTTPStatus.CREATED)

    async def latest(request: Request) -> Response:
        require(request, "admin")
        return answer(await models.models())

    return [get("/", latest), post("/", train)]
