"""Finding the code that answers a request."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from labs.commerce.platform.contract import Operation, operations
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import (
    DomainError,
    MethodNotAllowedError,
    NotFoundError,
)
from labs.commerce.platform.module import Assembly, Module
from labs.commerce.platform.shape import PublicRoute, Published
from labs.commerce.platform.web import answer, require

RPC = "/_rpc/"
ROUTE = "shop.route"
"""Where the scope of a request says which template its path fits."""

Modules = Sequence[tuple[Module, Assembly]]


class PublicRoutes:
    """The modules' public HTTP APIs."""

    def __init__(self, modules: Modules) -> None:
        # The longest prefix first, as at the gateway.
        self._modules = sorted(
            ((module.prefix, module.name, assembly.routes) for module, assembly in modules),
            key=lambda entry: -len(entry[0]),
        )

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Module, method and path template of everything that can be asked for."""
        for prefix, name, routes in self._modules:
            for route in routes:
                for method in sorted((route.methods or set()) - {"HEAD"}):
                    yield name, method, (prefix + route.path_format).rstrip("/")

    def published(self) -> Iterator[Published]:
        """Everything that says what it takes and gives."""
        for prefix, name, routes in self._modules:
            for route in routes:
                if isinstance(route, PublicRoute):
                    yield Published(name, (prefix + route.path_format).rstrip("/"), route)

    def owner(self, path: str) -> tuple[str, str, Sequence[Route]] | None:
        """Prefix, module and routes that answer for `path`."""
        for prefix, name, routes in self._modules:
            if path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/"):
                return prefix, name, routes
        return None

    async def respond(self, request: Request, prefix: str, routes: Sequence[Route]) -> Response:
        """Let the first matching route answer."""
        scope = request.scope
        scope["path"] = scope["path"][len(prefix) :] or "/"
        wrong_method = False
        for route in routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                scope[ROUTE] = (prefix + route.path_format).rstrip("/") or "/"
                if isinstance(route, PublicRoute) and route.roles:
                    require(request, *route.roles)
                response: Response = await route.endpoint(request)
                return response
            wrong_method = wrong_method or match is Match.PARTIAL
        if wrong_method:
            raise MethodNotAllowedError("method-not-allowed", method=scope["method"])
        raise NotFoundError("no-such-path", path=prefix + scope["path"])


class InternalCalls:
    """The modules' contracts, for peers in other deployables."""

    def __init__(self, modules: Modules) -> None:
        self._calls: dict[str, tuple[Operation, Callable[[Any], Awaitable[Any]]]] = {
            f"{module.name}/{operation.name}": (
                operation,
                getattr(assembly.service, operation.name),
            )
            for module, assembly in modules
            for operation in operations(module.contract).values()
        }

    def __contains__(self, name: object) -> bool:
        """Whether there is such an operation."""
        return name in self._calls

    async def respond(self, request: Request, name: str) -> Response:
        """Run the operation `module/method` on the request's message."""
        known = self._calls.get(name)
        if known is None:
            raise NotFoundError("no-such-operation", operation=name)
        operation, method = known
        request.scope[ROUTE] = RPC + name
        try:
            message = operation.decode_request(await request.body())
        except msgspec.MsgspecError as error:
            raise DomainError("message-malformed", detail=str(error)) from None
        result = await method(message)
        crash_here(Place.BEFORE_ANSWER, name)
        return answer(result)
