"""The public API of notifications."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from labs.commerce.modules.notifications.push import Push
from labs.commerce.modules.notifications.service import NotificationsService
from labs.commerce.modules.notifications.store import Preferences
from labs.commerce.modules.notifications.wording import LANGUAGES
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, caller, get, put, query_int

_PAGE, _PAGE_MAX = 20, 100
_STREAM_S = 25.0
_SPARE_S = 0.5
_GATEWAY_WAITS = "x-envoy-expected-rq-timeout-ms"
_LARGEST_ID = 18
"""Digits of a letter's number that certainly fit the database's type."""


class Prefer(Command, frozen=True, kw_only=True):
    """How to hear from the shop."""

    email: bool
    push: bool


def routes(notifications: NotificationsService, push: Push) -> list[Route]:
    """One's own letters, as a list and as a stream, and how one wants them."""

    async def mailbox(request: Request) -> Response:
        user = caller(request).user_id
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await notifications.mailbox(user, limit, _language(request)))

    async def stream(request: Request) -> Response:
        user = caller(request).user_id
        if not (await notifications.preferences(user)).push:
            return Response(status_code=HTTPStatus.NO_CONTENT)  # an event source stops at this
        follow = push.follow(user, _last_seen(request), _patience_s(request))
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(follow, media_type="text/event-stream", headers=headers)

    async def preferences(request: Request) -> Response:
        return answer(await notifications.preferences(caller(request).user_id))

    async def prefer(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, Prefer)
        chosen = Preferences(email=wanted.email, push=wanted.push)
        return answer(await notifications.prefer(user, chosen))

    return [
        get("/", mailbox),
        get("/stream", stream),
        get("/preferences", preferences),
        put("/preferences", prefer),
    ]


def _language(request: Request) -> str:
    """The first language of the client that the shop speaks."""
    asked = request.query_params.get("language") or request.headers.get("accept-language", "")
    wanted = (part.strip()[:2].lower() for part in asked.split(","))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _last_seen(request: Request) -> int:
    """The number of the last letter that the client has; 0 for one that has none."""
    seen = request.headers.get("last-event-id", "0")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= _LARGEST_ID else 0


def _patience_s(request: Request) -> float:
    """End before the gateway ends the request, so that no client sees a broken answer."""
    waits = request.headers.get(_GATEWAY_WAITS, "")
    known = waits.isascii() and waits.isdigit() and int(waits) > 0
    return min(_STREAM_S, max(_SPARE_S, int(waits) / 1000 - _SPARE_S)) if known else _STREAM_S
