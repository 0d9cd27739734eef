"""The deployable as an ASGI application: public routes, internal calls, probes."""

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from labs.commerce.platform.errors import (
    NotFoundError,
    OutcomeUnknownError,
    ShopError,
    UnauthenticatedError,
)
from labs.commerce.platform.identity import Verifier
from labs.commerce.platform.remote import INTERNAL_TOKEN
from labs.commerce.platform.routing import RPC, InternalCalls, PublicRoutes
from labs.commerce.platform.scope import DEADLINE_MS, HOPS, REQUEST_ID, Scope, entered, expiry
from labs.commerce.platform.telemetry import Log, Metrics
from labs.commerce.platform.web import answer, failure

PROBES = ("/health", "/ready", "/metrics")
"""Paths that every deployable answers itself, whatever prefixes its modules have."""

Serve = Callable[[], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Probes:
    """What the deployable says about itself."""

    instance: str
    version: str
    shortfalls: Callable[[], Awaitable[Sequence[str]]]
    """What keeps the deployable from being ready; empty when it is."""


@dataclass(frozen=True, slots=True)
class Application:
    """Serves one deployable."""

    public: PublicRoutes
    internal: InternalCalls
    probes: Probes
    verifier: Verifier
    internal_token: str
    log: Log
    metrics: Metrics

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        request, path = Request(scope, receive), scope["path"]
        scope["verifier"] = self.verifier
        context = _context(request)
        started = time.perf_counter()
        with entered(context):
            module, serve = self._target(request)
            response = await self._guarded(serve, context, path)
            self._stamp(response, context)
            await response(scope, receive, send)
            self._record(request.method, path, module, response.status_code, started)

    def _target(self, request: Request) -> tuple[str, Serve]:
        """The module that answers, for the metrics, and how."""
        path: str = request.scope["path"]
        if path.startswith(RPC):
            name = path[len(RPC) :]
            return name.partition("/")[0], lambda: self._call(request, name)
        owner = None if path in PROBES else self.public.owner(path)
        if owner is None:
            return "platform", lambda: self._probe(path)
        prefix, module, routes = owner
        return module, lambda: self.public.respond(request, prefix, routes)

    async def _guarded(self, serve: Serve, context: Scope, path: str) -> Response:
        """Serve within the deadline; every failure becomes a response."""
        try:
            if context.expires_at is None:
                return await serve()
            async with asyncio.timeout(context.remaining_s()):
                return await serve()
        except ShopError as error:
            return failure(error)
        except TimeoutError:
            return failure(OutcomeUnknownError("deadline-passed"))
        except Exception as error:  # noqa: BLE001 - a defect must not take the connection down
            self.log.defect(error, path)
            return failure(ShopError("internal-error"))

    async def _call(self, request: Request, name: str) -> Response:
        token = request.headers.get(INTERNAL_TOKEN, "")
        if not hmac.compare_digest(token.encode(), self.internal_token.encode()):
            raise UnauthenticatedError("internal-token-required")
        return await self.internal.respond(request, name)

    async def _probe(self, path: str) -> Response:
        if path == "/health":
            return answer({"status": "alive", "instance": self.probes.instance})
        if path == "/ready":
            shortfalls = await self.probes.shortfalls()
            status = HTTPStatus.SERVICE_UNAVAILABLE if shortfalls else HTTPStatus.OK
            return answer({"ready": not shortfalls, "shortfalls": shortfalls}, status)
        if path == "/metrics":
            return PlainTextResponse(self.metrics.exposition())
        raise NotFoundError("no-such-path", path=path)

    def _stamp(self, response: Response, context: Scope) -> None:
        """Say who answered and what it cost."""
        response.raw_headers += [
            (REQUEST_ID.encode(), context.request_id.encode("latin-1", "replace")),
            (HOPS.encode(), str(context.hops).encode()),
            (b"x-served-by", self.probes.instance.encode()),
            (b"x-version", self.probes.version.encode()),
        ]

    def _record(self, method: str, path: str, module: str, status: int, started: float) -> None:
        seconds = time.perf_counter() - started
        self.metrics.count("shop_requests_total", module=module, status=str(status))
        self.metrics.observe("shop_request_seconds", seconds, module=module)
        told = method != "GET" and not path.startswith(RPC)
        if told or status >= HTTPStatus.BAD_REQUEST:
            ms = round(seconds * 1000, 2)
            self.log.info("request", method=method, path=path, module=module, status=status, ms=ms)


def _context(request: Request) -> Scope:
    request_id = request.headers.get(REQUEST_ID)
    deadline = request.headers.get(DEADLINE_MS, "")
    context = Scope(request_id) if request_id else Scope()
    if deadline.isdigit():
        context.expires_at = expiry(int(deadline))
    return context
