"""The public API of registration."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.registration.api import Account
from labs.commerce.modules.registration.service import RegistrationService
from labs.commerce.platform.messages import Command, Language
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, body, post


class Register(Command, frozen=True):
    """Everything a new account needs."""

    email: str
    password: str
    name: str = ""
    language: Language = "en"


def routes(registration: RegistrationService) -> list[PublicRoute]:
    """Opening an account."""

    async def register(request: Request) -> Response:
        wanted = await body(request, Register)
        account = await registration.register(
            wanted.email, wanted.password, wanted.name, wanted.language
        )
        return answer(account, HTTPStatus.CREATED)

    opening = Shape(
        ANYONE,
        takes=Register,
        gives=Account,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.CONFLICT],
    )
    return [post("/", register, opening)]
