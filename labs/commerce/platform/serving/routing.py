"""Finding the code that answers a request."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from labs.commerce.platform.calls.contract import Operation, operations
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import (
    DomainError,
    MethodNotAllowedError,
    NotFoundError,
)
from labs.commerce.platform.module import Assembly, Module
from labs.commerce.platform.serving.shape import PublicRoute, Published
from labs.commerce.platform.serving.web import answer, require

RPC = "/_rpc/"
ROUTE = "shop.route"
"""Where the scope of a request says which template its path fits."""

_REMEMBERED = 512
_SHORT = 40
"""Characters of a path that is worth remembering: what is longer names one of very many things."""

Modules = Sequence[tuple[Module, Assembly]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a request leads."""

    module: str
    route: Route | None = None
    scope: Mapping[str, Any] = field(default_factory=dict)
    """What the endpoint is told besides."""
    refusal: DomainError | None = None
    """Why it leads nowhere within the module."""


class PublicRoutes:
    """The modules' public HTTP APIs."""

    def __init__(self, modules: Modules) -> None:
        # The longest prefix first, as at the gateway.
        self._modules = sorted(
            ((module.prefix, module.name, assembly.routes) for module, assembly in modules),
            key=lambda entry: -len(entry[0]),
        )
        self._remembered: dict[tuple[str, str], Found] = {}

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

    def find(self, method: str, path: str) -> Found | None:
        """The first route that matches; None where no module answers for the path."""
        found = self._remembered.get((method, path))
        if found is None:
            found = self._look(method, path)
            if found is not None and found.route is not None and len(path) <= _SHORT:
                if len(self._remembered) >= _REMEMBERED:
                    self._remembered.clear()
                self._remembered[method, path] = found
        return found

    async def respond(self, request: Request, found: Found) -> Response:
        """Let the route that was found answer."""
        if found.route is None:
            raise found.refusal or NotFoundError("no-such-path", path=request.scope["path"])
        request.scope.update(found.scope)
        if isinstance(found.route, PublicRoute) and found.route.roles:
            require(request, *found.route.roles)
        response: Response = await found.route.endpoint(request)
        return response

    def _owner(self, path: str) -> tuple[str, str, Sequence[Route]] | None:
        for prefix, name, routes in self._modules:
            if path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/"):
                return prefix, name, routes
        return None

    def _look(self, method: str, path: str) -> Found | None:
        owner = self._owner(path)
        if owner is None:
            return None
        prefix, module, routes = owner
        asked = {"type": "http", "method": method, "path": path[len(prefix) :] or "/"}
        refusal: DomainError = NotFoundError("no-such-path", path=path)
        for route in routes:
            match, told = route.matches(asked)
            if match is Match.FULL:
                template = (prefix + route.path_format).rstrip("/") or "/"
                return Found(module, route, {**told, "path": asked["path"], ROUTE: template})
            if match is Match.PARTIAL:
                refusal = MethodNotAllowedError("method-not-allowed", method=method)
        return Found(module, refusal=refusal)


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
