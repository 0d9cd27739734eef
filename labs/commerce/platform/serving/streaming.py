"""Answers that go on: server-sent events (WHATWG HTML 9.2)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from labs.commerce.platform.errors import ShopError, UnavailableError

EVENT_STREAM = "text/event-stream"
MOST_STREAMS = 500
"""In one process: what is followed costs memory, and a look at the database every other second."""

_STREAM_S = 25.0
_SPARE_S = 0.5
_GATEWAY_WAITS = "x-envoy-expected-rq-timeout-ms"
_COME_BACK = b"retry: 1000\n\n"


def event(name: str, data: bytes, number: int | None = None) -> bytes:
    """An event on the wire; whoever comes back says the number of the last one they had."""
    head = b"" if number is None else b"id: %d\n" % number
    lines = b"".join(b"data: %b\n" % line for line in data.splitlines())
    return b"%bevent: %b\n%b\n" % (head, name.encode(), lines)


class Streams:
    """Every answer of this process that goes on: so many at once, and none once it drains.

    A stream ends by itself before the gateway would end it. Its reader comes back, so that an
    expired token, a proxy's timeout and a process that is replaced cost nothing.
    """

    def __init__(self) -> None:
        self._open = 0
        self._waits: set[asyncio.Timeout] = set()
        self._closed = False

    def answer(self, request: Request, events: AsyncGenerator[bytes]) -> Response:
        """Send events as they come.

        Raises:
            UnavailableError: too many listen already.
        """
        if self._open >= MOST_STREAMS:
            raise UnavailableError("too-many-streams", limit=MOST_STREAMS)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        sent = self._sent(events, _patience_s(request))
        return StreamingResponse(sent, media_type=EVENT_STREAM, headers=headers)

    def close(self) -> None:
        """End every stream, and at once any that is still to begin."""
        self._closed = True
        for wait in self._waits:
            if not wait.expired():
                wait.reschedule(0)

    async def _sent(self, events: AsyncGenerator[bytes], for_s: float) -> AsyncIterator[bytes]:
        ends_at = asyncio.get_running_loop().time() + for_s
        self._open += 1
        try:
            async with aclosing(events):
                yield _COME_BACK
                while told := await self._next(events, ends_at):
                    yield told
        finally:
            self._open -= 1

    async def _next(self, events: AsyncGenerator[bytes], ends_at: float) -> bytes:
        """The next event; nothing when there is none, or no time left for one."""
        try:
            async with asyncio.timeout_at(0 if self._closed else ends_at) as wait:
                self._waits.add(wait)
                try:
                    return await anext(events, b"")
                finally:
                    self._waits.discard(wait)
        except (TimeoutError, ShopError):
            return b""


def _patience_s(request: Request) -> float:
    """End before the gateway ends the request, so that no client sees a broken answer."""
    waits = request.headers.get(_GATEWAY_WAITS, "")
    known = waits.isascii() and waits.isdigit() and int(waits) > 0
    return min(_STREAM_S, max(_SPARE_S, int(waits) / 1000 - _SPARE_S)) if known else _STREAM_S
