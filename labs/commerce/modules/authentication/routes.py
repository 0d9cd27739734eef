"""The public API of authentication."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.authentication.service import AuthenticationService
from labs.commerce.platform.messages import Command, Nothing
from labs.commerce.platform.web import answer, body, caller, delete, get, post


class SignIn(Command, frozen=True):
    """E-mail address and password."""

    email: str
    password: str


class Renew(Command, frozen=True):
    """A refresh token that was not used yet."""

    refresh_token: str


def routes(authentication: AuthenticationService) -> list[Route]:
    """Opening, renewing and ending sessions; the keys that verify access tokens."""

    async def sign_in(request: Request) -> Response:
        wanted = await body(request, SignIn)
        session = await authentication.sign_in(wanted.email, wanted.password)
        return answer(session, HTTPStatus.CREATED)

    async def renew(request: Request) -> Response:
        wanted = await body(request, Renew)
        return answer(await authentication.renew(wanted.refresh_token), HTTPStatus.CREATED)

    async def sign_out(request: Request) -> Response:
        await authentication.sign_out(caller(request).user_id)
        return answer(Nothing())

    async def jwks(_request: Request) -> Response:
        return answer(authentication.jwks)

    return [
        post("/", sign_in),
        delete("/", sign_out),
        post("/renewals", renew),
        get("/jwks", jwks),
    ]
