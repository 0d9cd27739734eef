"""The public API of permissions."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.permissions.api import Grants, RolesOf
from labs.commerce.modules.permissions.service import PermissionsService
from labs.commerce.platform.messages import Command
from labs.commerce.platform.web import answer, body, caller, get, path_uuid, put, require


class SetGrants(Command, frozen=True):
    """A user's new roles and tier."""

    roles: list[str]
    tier: str = "free"


def routes(permissions: PermissionsService) -> list[Route]:
    """Reading one's own grants; administrators read and set everybody's."""

    async def mine(request: Request) -> Response:
        return answer(await permissions.roles_of(RolesOf(user_id=caller(request).user_id)))

    async def show(request: Request) -> Response:
        require(request, "admin")
        return answer(await permissions.roles_of(RolesOf(user_id=path_uuid(request, "user_id"))))

    async def grant(request: Request) -> Response:
        require(request, "admin")
        wanted = await body(request, SetGrants)
        grants = Grants(roles=wanted.roles, tier=wanted.tier)
        return answer(await permissions.grant(path_uuid(request, "user_id"), grants))

    return [get("/me", mine), get("/{user_id}", show), put("/{user_id}", grant)]
