"""The public API of notifications."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.notifications.service import NotificationsService
from labs.commerce.platform.web import answer, caller, get, query_int

_PAGE, _PAGE_MAX = 20, 100


def routes(notifications: NotificationsService) -> list[Route]:
    """One's own mailbox."""

    async def mailbox(request: Request) -> Response:
        user = caller(request).user_id
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await notifications.mailbox(user, limit))

    return [get("/", mailbox)]
