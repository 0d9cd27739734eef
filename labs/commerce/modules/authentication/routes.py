"""The public API of authentication."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.authentication.keyring import OVERLAP, ROTATES_AFTER, KeyRing, Rotation
from labs.commerce.modules.authentication.service import AuthenticationService
from labs.commerce.modules.authentication.sessions import Session, Sessions
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Command, Message, Nothing
from labs.commerce.platform.serving.shape import ANYONE, SIGNED_IN, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import (
    answer,
    body,
    caller,
    client_address,
    delete,
    get,
    post,
)

_LONGEST_S = int(ROTATES_AFTER.total_seconds())


class SignIn(Command, frozen=True):
    """E-mail address and password."""

    email: str
    password: str


class Renew(Command, frozen=True):
    """A refresh token that was not used yet."""

    refresh_token: str


class Rotate(Command, frozen=True):
    """How long the other keys still verify; 0 withdraws them now."""

    overlap_s: Annotated[int, Meta(ge=0, le=_LONGEST_S)] = int(OVERLAP.total_seconds())


class Jwks(Message, frozen=True):
    """A JSON Web Key Set."""

    keys: list[dict[str, str]]


def session_routes(authentication: AuthenticationService, sessions: Sessions) -> list[PublicRoute]:
    """Opening, renewing and ending sessions."""

    async def sign_in(request: Request) -> Response:
        wanted, address = await body(request, SignIn), client_address(request)
        session = await authentication.sign_in(wanted.email, wanted.password, address)
        return answer(session, HTTPStatus.CREATED)

    async def renew(request: Request) -> Response:
        wanted = await body(request, Renew)
        return answer(await sessions.renew(wanted.refresh_token), HTTPStatus.CREATED)

    async def sign_out(request: Request) -> Response:
        session = caller(request).session
        if session is None:
            raise InvalidError("no-session")
        await sessions.end(session)
        return answer(Nothing())

    async def sign_out_everywhere(request: Request) -> Response:
        await sessions.end_all(caller(request).user_id)
        return answer(Nothing())

    return [
        post("/", sign_in, _opens(SignIn, HTTPStatus.TOO_MANY_REQUESTS)),
        delete("/", sign_out_everywhere, Shape(SIGNED_IN, gives=Nothing)),
        delete("/current", sign_out, Shape(SIGNED_IN, gives=Nothing)),
        post("/renewals", renew, _opens(Renew)),
    ]


def _opens(takes: type[Command], *refuses: HTTPStatus) -> Shape:
    """What is asked for and given where a session opens or goes on."""
    refused = [HTTPStatus.UNAUTHORIZED, *refuses]
    return Shape(ANYONE, takes=takes, gives=Session, status=HTTPStatus.CREATED, refuses=refused)


def key_routes(keys: KeyRing) -> list[PublicRoute]:
    """The key set that verifies access tokens; administrators rotate it."""

    async def jwks(_request: Request) -> Response:
        return answer(Jwks(keys=[key.jwk for key in (await keys.published()).keys]))

    async def rotate(request: Request) -> Response:
        wanted = await body(request, Rotate)
        rotated = await keys.rotate(timedelta(seconds=wanted.overlap_s))
        return answer(rotated, HTTPStatus.CREATED)

    rotation = Shape(
        holders("admin"),
        takes=Rotate,
        gives=Rotation,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.CONFLICT],
    )
    return [
        get("/jwks", jwks, Shape(ANYONE, gives=Jwks)),
        post("/key-rotations", rotate, rotation),
    ]
