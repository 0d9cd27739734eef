"""The public API of profiles."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.profiles.api import Profile
from labs.commerce.modules.profiles.service import ProfilesService
from labs.commerce.platform.messages import Command, Language
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape
from labs.commerce.platform.serving.web import answer, body, caller, get, put


class ChangeProfile(Command, frozen=True):
    """A user's new name and language."""

    name: str
    language: Language


_own = partial(Shape, SIGNED_IN, refuses=[HTTPStatus.NOT_FOUND])


def routes(profiles: ProfilesService) -> list[PublicRoute]:
    """One's own profile."""

    async def show(request: Request) -> Response:
        return answer(await profiles.find(caller(request).user_id))

    async def change(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, ChangeProfile)
        return answer(await profiles.change(user, wanted.name, wanted.language))

    return [
        get("/me", show, _own(gives=Profile)),
        put("/me", change, _own(takes=ChangeProfile, gives=Profile)),
    ]
