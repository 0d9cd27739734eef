"""The public API of moderation."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.moderation.service import ModerationService
from labs.commerce.modules.moderation.store import Case
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, get, path_uuid, post

_MODERATOR = holders("moderator")
_LIMIT = Number("limit", default=20, high=100)


class Decide(Command, frozen=True):
    """A moderator's decision."""

    approve: bool
    reason: str = ""


def routes(moderation: ModerationService) -> list[PublicRoute]:
    """Moderators look at what the rules could not settle."""

    async def waiting(request: Request) -> Response:
        return answer(await moderation.waiting(_LIMIT.of(request)))

    async def decide(request: Request) -> Response:
        wanted = await body(request, Decide)
        review_id = path_uuid(request, "review_id")
        case = await moderation.close(review_id, approve=wanted.approve, reason=wanted.reason)
        return answer(case)

    return [
        get("/cases", waiting, Shape(_MODERATOR, asks=[_LIMIT], gives=list[Case])),
        post(
            "/cases/{review_id:uuid}/decision",
            decide,
            Shape(_MODERATOR, takes=Decide, gives=Case),
        ),
    ]
