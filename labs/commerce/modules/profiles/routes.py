"""The public API of profiles."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.profiles.api import ProfileOf
from labs.commerce.modules.profiles.service import ProfilesService
from labs.commerce.platform.messages import Command, Language
from labs.commerce.platform.web import answer, body, caller, get, put


class ChangeProfile(Command, frozen=True):
    """A user's new name and language."""

    name: str
    language: Language


def routes(profiles: ProfilesService) -> list[Route]:
    """One's own profile."""

    async def show(request: Request) -> Response:
        return answer(await profiles.find(ProfileOf(user_id=caller(request).user_id)))

    async def change(request: Request) -> Response:
        user = caller(request).user_id
        wanted = await body(request, ChangeProfile)
        return answer(await profiles.change(user, wanted.name, wanted.language))

    return [get("/me", show), put("/me", change)]
