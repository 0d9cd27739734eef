"""The public API of moderation."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.moderation.service import ModerationService
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, get, path_uuid, post, query_int, require

_PAGE, _PAGE_MAX = 20, 100


class Decide(Command, frozen=True):
    """A moderator's decision."""

    approve: bool
    reason: str = ""


def routes(moderation: ModerationService) -> list[Route]:
    """Moderators look at what the rules could not settle."""

    async def waiting(request: Request) -> Response:
        require(request, "moderator")
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await moderation.waiting(limit))

    async def decide(request: Request) -> Response:
        require(request, "moderator")
        wanted = await body(request, Decide)
        review_id = path_uuid(request, "review_id")
        case = await moderation.close(review_id, approve=wanted.approve, reason=wanted.reason)
        return answer(case)

    return [get("/cases", waiting), post("/cases/{review_id}/decision", decide)]
