"""The public API of behaviour."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.behaviour.service import BehaviourService
from labs.commerce.modules.behaviour.store import Action
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, get, post, query_int, require

_DAY_H, _MONTH_H = 24, 24 * 31


class NoteActions(Command, frozen=True):
    """What a visitor's browser saw them do."""

    actions: list[Action]


def routes(behaviour: BehaviourService) -> list[Route]:
    """Browsers report, administrators read."""

    async def note(request: Request) -> Response:
        await behaviour.note((await body(request, NoteActions)).actions)
        return Response(status_code=HTTPStatus.ACCEPTED)

    async def summary(request: Request) -> Response:
        require(request, "admin")
        return answer(await behaviour.summary(query_int(request, "hours", _DAY_H, high=_MONTH_H)))

    return [post("/", note), get("/", summary)]
