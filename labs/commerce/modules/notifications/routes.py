"""The public API of notifications."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.notifications.push import Push
from labs.commerce.modules.notifications.service import Notice, NotificationsService
from labs.commerce.modules.notifications.store import Preferences
from labs.commerce.modules.notifications.wording import LANGUAGES
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.parameters import Number, Words
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.streaming import EVENT_STREAM, Streams
from labs.commerce.platform.serving.web import answer, body, caller, get, put

_LIMIT = Number("limit", default=20, high=100)
_LANGUAGE = Words("language")
_LARGEST_ID = 18
"""Digits of a letter's number that certainly fit the database's type."""


_FOLLOWING = Shape(
    SIGNED_IN, gives=str, media=EVENT_STREAM, otherwise={HTTPStatus.NO_CONTENT: None}
)


class Prefer(Command, frozen=True, kw_only=True):
    """How to hear from the shop."""

    email: bool
    push: bool


def routes(notifications: NotificationsService, push: Push, streams: Streams) -> list[PublicRoute]:
    """One's own letters, as a list and as a stream, and how one wants them."""

    async def mailbox(request: Request) -> Response:
        user = caller(request).user_id
        limit, language = _LIMIT.of(request), _language(request)
        return answer(await notifications.mailbox(user, limit, language))

    async def stream(request: Request) -> Response:
        user = caller(request).user_id
        if not (await notifications.preferences(user)).push:
            return Response(status_code=HTTPStatus.NO_CONTENT)  # an event source stops at this
        return streams.answer(request, push.follow(user, _last_seen(request)))

    async def preferences(request: Request) -> Response:
        return answer(await notifications.preferences(caller(request).user_id))

    async def prefer(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, Prefer)
        chosen = Preferences(email=wanted.email, push=wanted.push)
        return answer(await notifications.prefer(user, chosen))

    return [
        get("/", mailbox, Shape(SIGNED_IN, asks=[_LIMIT, _LANGUAGE], gives=list[Notice])),
        get("/stream", stream, _FOLLOWING),
        get("/preferences", preferences, Shape(SIGNED_IN, gives=Preferences)),
        put("/preferences", prefer, Shape(SIGNED_IN, takes=Prefer, gives=Preferences)),
    ]


def _language(request: Request) -> str:
    """The first language of the client that the shop speaks."""
    asked = _LANGUAGE.of(request) or request.headers.get("accept-language", "")
    wanted = (part.strip()[:2].lower() for part in asked.split(","))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _last_seen(request: Request) -> int:
    """The number of the last letter that the client has; 0 for one that has none."""
    seen = request.headers.get("last-event-id", "0")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= _LARGEST_ID else 0
