"""The public API of authentication."""

from datetime import timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.authentication.keyring import OVERLAP, KeyRing
from labs.commerce.modules.authentication.service import AuthenticationService
from labs.commerce.modules.authentication.sessions import Sessions
from labs.commerce.platform.errors import InvalidError
from labs.commerce.platform.messages import Command, Nothing
from labs.commerce.platform.web import (
    answer,
    body,
    caller,
    client_address,
    delete,
    get,
    post,
    require,
)


class SignIn(Command, frozen=True):
    """E-mail address and password."""

    email: str
    password: str


class Renew(Command, frozen=True):
    """A refresh token that was not used yet."""

    refresh_token: str


class Rotate(Command, frozen=True):
    """How long the other keys still verify; 0 withdraws them now."""

    overlap_s: int = int(OVERLAP.total_seconds())


def session_routes(authentication: AuthenticationService, sessions: Sessions) -> list[Route]:
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
        post("/", sign_in),
        delete("/", sign_out_everywhere),
        delete("/current", sign_out),
        post("/renewals", renew),
    ]


def key_routes(keys: KeyRing) -> list[Route]:
    """The key set that verifies access tokens; administrators rotate it."""

    async def jwks(_request: Request) -> Response:
        return answer({"keys": [key.jwk for key in (await keys.published()).keys]})

    async def rotate(request: Request) -> Response:
        require(request, "admin")
        wanted = await body(request, Rotate)
        rotation = await keys.rotate(timedelta(seconds=wanted.overlap_s))
        return answer(rotation, HTTPStatus.CREATED)

    return [get("/jwks", jwks), post("/key-rotations", rotate)]
