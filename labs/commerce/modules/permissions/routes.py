"""The public API of permissions."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.permissions.api import Grants, RolesOf
from labs.commerce.modules.permissions.service import PermissionsService
from labs.commerce.platform.messages import Command
from labs.commerce.platform.serving.shape import SIGNED_IN, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, caller, get, path_uuid, put

_ADMIN = holders("admin")


class SetGrants(Command, frozen=True):
    """A user's new roles and tier."""

    roles: list[str]
    tier: str = "free"


def routes(permissions: PermissionsService) -> list[PublicRoute]:
    """Reading one's own grants; administrators read and set everybody's."""

    async def mine(request: Request) -> Response:
        return answer(await permissions.roles_of(RolesOf(user_id=caller(request).user_id)))

    async def show(request: Request) -> Response:
        return answer(await permissions.roles_of(RolesOf(user_id=path_uuid(request, "user_id"))))

    async def grant(request: Request) -> Response:
        wanted = await body(request, SetGrants)
        grants = Grants(roles=wanted.roles, tier=wanted.tier)
        return answer(await permissions.grant(path_uuid(request, "user_id"), grants))

    return [
        get("/me", mine, Shape(SIGNED_IN, gives=Grants)),
        get("/{user_id:uuid}", show, Shape(_ADMIN, gives=Grants)),
        put("/{user_id:uuid}", grant, Shape(_ADMIN, takes=SetGrants, gives=Grants)),
    ]
