"""The deployable as an ASGI application: public routes, internal calls, probes."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from labs.commerce.platform.calls.remote import INTERNAL_TOKEN
from labs.commerce.platform.errors import (
    OutcomeUnknownError,
    ShopError,
    UnauthenticatedError,
)
from labs.commerce.platform.identity.tokens import Verifier
from labs.commerce.platform.scope import DEADLINE_MS, HOPS, REQUEST_ID, Scope, entered, expiry
from labs.commerce.platform.serving.admission import Admission, refuse
from labs.commerce.platform.serving.operations import OPERATIONS, Operations
from labs.commerce.platform.serving.probing import PROBES, Probes
from labs.commerce.platform.serving.routing import ROUTE, RPC, Found, InternalCalls, PublicRoutes
from labs.commerce.platform.serving.web import failure
from labs.commerce.platform.telemetry.context import TRACEPARENT, TRACESTATE, received
from labs.commerce.platform.telemetry.instruments import Instruments
from labs.commerce.platform.telemetry.requests import PLATFORM, UNMATCHED, Served
from labs.commerce.platform.telemetry.tracing import within

_NOTED_MAX = 512
"""Characters; what the standard wants every party to pass on of a trace's state."""
_DIGITS_MAX = 9
"""Of a deadline: more than a week."""

_REQUEST_ID, _DEADLINE_MS, _HOPS = REQUEST_ID.encode(), DEADLINE_MS.encode(), HOPS.encode()
_TRACEPARENT, _TRACESTATE = TRACEPARENT.encode(), TRACESTATE.encode()

Serve = Callable[[], Awaitable[Response]]

Headers = Mapping[bytes, bytes]
"""As they came, the last of each name: any of several would do."""


@dataclass(frozen=True, slots=True)
class Application:
    """Serves one deployable."""

    public: PublicRoutes
    internal: InternalCalls
    probes: Probes
    verifier: Verifier
    internal_token: str
    instruments: Instruments
    admission: Admission
    operations: Operations

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it before it has cost anything."""
        if scope["type"] != "http":
            return
        if self.admission.is_full and self._may_be_shed(scope["path"]):
            self.instruments.metrics.count("shop_requests_shed_total")
            await refuse(send)
            return
        request = Request(scope, receive)
        scope["verifier"] = self.verifier
        given: Headers = dict(scope["headers"])
        context = _context(given)
        with entered(context):
            served, serve = self._target(request, given)
            span = served.span(self.instruments)
            with nullcontext() if span is None else within(span):
                response = await self._guarded(serve, context, served.path)
                self._stamp(response, context)
                await response(scope, receive, send)
                route = scope.get(ROUTE, UNMATCHED)
                served.ended(self.instruments, route, response.status_code, span)

    def _target(self, request: Request, given: Headers) -> tuple[Served, Serve]:
        """Which module answers, and how."""
        path: str = request.scope["path"]
        if path.startswith(RPC):
            name = path[len(RPC) :]
            module = name.partition("/")[0] if name in self.internal else PLATFORM
            return Served(request.method, path, module, True), lambda: self._call(request, name)  # noqa: FBT003
        if path.startswith(OPERATIONS):
            return Served(request.method, path, PLATFORM, False), lambda: self._operate(request)  # noqa: FBT003
        found = None if path in PROBES else self.public.find(request.method, path)
        if found is None:
            return Served(request.method, path, PLATFORM, False), lambda: self._probe(request)  # noqa: FBT003
        served = Served(request.method, path, found.module, False)  # noqa: FBT003
        return served, lambda: self._answer(request, found, given.get(b"authorization", b""))

    def _may_be_shed(self, path: str) -> bool:
        """Probes and what other deployables ask are not: somebody has admitted that work."""
        return path not in PROBES and not path.startswith(RPC)

    async def _answer(self, request: Request, found: Found, token: bytes) -> Response:
        with self.admission:
            if token:
                await self.verifier.prepare(token.decode("latin-1"))
            return await self.public.respond(request, found)

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
            self.instruments.log.defect(error, path)
            return failure(ShopError("internal-error"))

    async def _call(self, request: Request, name: str) -> Response:
        token = request.headers.get(INTERNAL_TOKEN, "")
        if not hmac.compare_digest(token.encode(), self.internal_token.encode()):
            raise UnauthenticatedError("internal-token-required")
        return await self.internal.respond(request, name)

    async def _operate(self, request: Request) -> Response:
        response = await self.operations.respond(request)
        request.scope[ROUTE] = request.scope["path"]
        return response

    async def _probe(self, request: Request) -> Response:
        path = request.scope["path"]
        response = await self.probes.respond(path)
        request.scope[ROUTE] = path
        return response

    def _stamp(self, response: Response, context: Scope) -> None:
        """Say who answered and what it cost."""
        response.raw_headers += [
            (_REQUEST_ID, context.request_id.encode("latin-1", "replace")),
            (_HOPS, b"%d" % context.hops),
            *self.probes.signature,
        ]


def _context(given: Headers) -> Scope:
    """What the request says about itself."""
    context = Scope(request_id=_noted(given.get(_REQUEST_ID, b"")) or uuid4().hex)
    deadline = given.get(_DEADLINE_MS, b"")
    if deadline.isdigit() and len(deadline) <= _DIGITS_MAX:
        context.expires_at = expiry(int(deadline))
    parent = given.get(_TRACEPARENT)
    if parent is not None:
        context.traceparent = received(parent.decode("latin-1"))
        context.tracestate = _noted(given.get(_TRACESTATE, b""))
    return context


def _noted(header: bytes) -> str:
    """What of a header goes into logs, events and further calls: nothing if it is not that kind."""
    text = header.decode("latin-1")
    return text if len(text) <= _NOTED_MAX and text.isascii() and text.isprintable() else ""
