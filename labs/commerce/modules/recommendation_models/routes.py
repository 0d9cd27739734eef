"""The public API of recommendation models."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.recommendation_models.service import RecommendationModelsService
from labs.commerce.modules.recommendation_models.store import TrainedModel
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get, post

_ADMIN = holders("admin")


def routes(models: RecommendationModelsService) -> list[PublicRoute]:
    """Administrators train models and compare them."""

    async def train(_request: Request) -> Response:
        return answer(await models.train(), HTTPStatus.CREATED)

    async def latest(_request: Request) -> Response:
        return answer(await models.models())

    training = Shape(
        _ADMIN, gives=TrainedModel, status=HTTPStatus.CREATED, refuses=[HTTPStatus.CONFLICT]
    )
    return [
        get("/", latest, Shape(_ADMIN, gives=list[TrainedModel])),
        post("/", train, training),
    ]
