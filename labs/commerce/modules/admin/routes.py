"""The public API of admin."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.admin.service import AdminService
from labs.commerce.platform.web import answer, get, require


def routes(admin: AdminService) -> list[Route]:
    """Administrators look at the shop."""

    async def summary(request: Request) -> Response:
        require(request, "admin")
        return answer(await admin.summary())

    return [get("/summary", summary)]
