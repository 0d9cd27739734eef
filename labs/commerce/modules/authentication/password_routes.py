"""The public API of authentication: changing and resetting passwords."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.authentication.password_changes import PasswordChanges
from labs.commerce.platform.messages import Command, Nothing
from labs.commerce.platform.serving.shape import ANYONE, SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, body, caller, client_address, post, put


class AskReset(Command, frozen=True):
    """The address of an account whose password is forgotten."""

    email: str


class Reset(Command, frozen=True):
    """The token from the mail, and the new password."""

    token: str
    password: str


class ChangePassword(Command, frozen=True):
    """The password that is, and the one that shall be."""

    current_password: str
    password: str


def password_routes(passwords: PasswordChanges) -> list[PublicRoute]:
    """One's own password."""

    async def ask(request: Request) -> Response:
        wanted = await body(request, AskReset)
        await passwords.ask(wanted.email, client_address(request))
        return answer(Nothing(), HTTPStatus.ACCEPTED)

    async def reset(request: Request) -> Response:
        wanted = await body(request, Reset)
        await passwords.reset(wanted.token, wanted.password)
        return answer(Nothing())

    async def change(request: Request) -> Response:
        principal = caller(request)
        wanted = await body(request, ChangePassword)
        await passwords.change(principal, wanted.current_password, wanted.password)
        return answer(Nothing())

    return [
        post(
            "/password-resets",
            ask,
            Shape(
                ANYONE,
                takes=AskReset,
                gives=Nothing,
                status=HTTPStatus.ACCEPTED,
                refuses=[HTTPStatus.TOO_MANY_REQUESTS],
            ),
        ),
        post(
            "/password-resets/confirmations",
            reset,
            Shape(ANYONE, takes=Reset, gives=Nothing),
        ),
        put(
            "/password",
            change,
            Shape(
                SIGNED_IN,
                takes=ChangePassword,
                gives=Nothing,
                refuses=[HTTPStatus.TOO_MANY_REQUESTS],
            ),
        ),
    ]
