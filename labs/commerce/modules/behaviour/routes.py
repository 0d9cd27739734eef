"""The public API of behaviour."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.behaviour.service import BehaviourService, Summary
from labs.commerce.modules.behaviour.store import Action
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Number
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, get, post

_HOURS = Number("hours", default=24, high=24 * 31)


class NoteActions(Command, frozen=True):
    """What a visitor's browser saw them do."""

    actions: list[Action]


def routes(behaviour: BehaviourService) -> list[PublicRoute]:
    """Browsers report, administrators read."""

    async def note(request: Request) -> Response:
        await behaviour.note((await body(request, NoteActions)).actions)
        return Response(status_code=HTTPStatus.ACCEPTED)

    async def summary(request: Request) -> Response:
        return answer(await behaviour.summary(_HOURS.of(request)))

    return [
        post("/", note, Shape(ANYONE, takes=NoteActions, status=HTTPStatus.ACCEPTED)),
        get("/", summary, Shape(holders("admin"), asks=[_HOURS], gives=Summary)),
    ]
