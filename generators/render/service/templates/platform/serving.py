"""Around every request: its scope, its trace, its deadline, its measures, its line in the log."""

import asyncio
import time
from dataclasses import dataclass
from uuid import uuid4

from opentelemetry.trace import SpanKind, Tracer
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope

from .answers import failure
from .errors import InvalidError, OutcomeUnknownError
from .log import say
from .metrics import Metrics
from .scope import DEADLINE_MS, REQUEST_ID, Scope, entered
from .tracing import failed, received

PLATFORM = "platform"
MAX_BODY_BYTES = 64 * 1024
_SERVER_ERROR = 500
_DIGITS_MAX = 9
_NAME_MAX = 128


@dataclass(slots=True)
class Around:
    """An ASGI middleware."""

    app: ASGIApp
    instance: str
    metrics: Metrics
    tracer: Tracer

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Serve one request within its deadline, and tell what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        context = _context(headers)
        told = _Told(send, context.request_id, self.instance)
        begun = time.perf_counter()
        with (
            entered(context),
            self.tracer.start_as_current_span(
                scope["method"], context=received(headers), kind=SpanKind.SERVER
            ) as span,
        ):
            await self._serve(scope, receive, told, context)
            module, route = _where(scope)
            span.update_name(f"{scope['method']} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": told.status})
            if told.status >= _SERVER_ERROR:
                failed(str(told.status))
            self._note(scope["method"], module, route, told.status, time.perf_counter() - begun)

    async def _serve(
        self, scope: AsgiScope, receive: Receive, told: "_Told", context: Scope
    ) -> None:
        if int(Headers(scope=scope).get("content-length") or 0) > MAX_BODY_BYTES:
            await failure(InvalidError("body-too-large", limit=MAX_BODY_BYTES))(
                scope, receive, told
            )
            return
        try:
            async with asyncio.timeout(context.remaining_s()):
                await self.app(scope, _Counted(receive), told)
        except TimeoutError:
            if not told.status:
                await failure(OutcomeUnknownError("deadline-passed"))(scope, receive, told)

    def _note(self, method: str, module: str, route: str, status: int, seconds: float) -> None:
        self.metrics.requests.labels(module, method, route, str(status)).inc()
        self.metrics.durations.labels(module, method, route).observe(seconds)
        if module != PLATFORM:
            took_ms = round(seconds * 1000, 1)
            say("request", method=method, route=route, status=status, ms=took_ms)


class _Counted:
    """Counts a body that does not say how long it is, and breaks it off."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MAX_BODY_BYTES:
            raise InvalidError("body-too-large", limit=MAX_BODY_BYTES)
        return message


class _Told:
    """Remembers the status, and says who answered."""

    def __init__(self, send: Send, request_id: str, instance: str) -> None:
        self._send = send
        self._stamp = {REQUEST_ID: request_id, "x-served-by": instance}
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message).update(self._stamp)
        await self._send(message)


def _context(headers: Headers) -> Scope:
    """What the request says about itself, where that is of the right kind."""
    name = headers.get(REQUEST_ID, "")
    proper = 0 < len(name) <= _NAME_MAX and name.isascii() and name.isprintable()
    context = Scope(request_id=name if proper else uuid4().hex)
    deadline = headers.get(DEADLINE_MS, "")
    if deadline.isascii() and deadline.isdigit() and len(deadline) <= _DIGITS_MAX:
        context.expires_at = time.monotonic() + int(deadline) / 1000
    return context


def _where(scope: AsgiScope) -> tuple[str, str]:
    """The module that answered, and the path's template: a path itself can hold anything."""
    route = scope.get("route")
    tags = getattr(route, "tags", None) or [PLATFORM]
    return str(tags[0]), str(getattr(route, "path", "unmatched"))
