"""Tiny upstreams that answer with what they were asked."""

import asyncio
import json
import threading
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

import httptools

from labs.supervising.ports import LOOPBACK

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Received:
    """One request as an upstream saw it."""

    method: str
    path: str
    """With its query."""
    headers: dict[str, str]
    """By lower-case name."""
    body: str


@dataclass(slots=True)
class Upstream:
    """One version of one service. What it does can be changed while it runs."""

    service: str
    version: str = "v1"
    port: int = 0
    status: int = 200
    """What it answers with; 5xx makes it fail."""
    delay_s: float = 0.0
    """How long it thinks before it answers."""
    headers: dict[str, str] = field(default_factory=dict)
    """Added to every answer."""
    received: list[Received] = field(default_factory=list)

    def answer(self, request: Received) -> bytes:
        """The request, told back as JSON."""
        self.received.append(request)
        body = json.dumps(
            {
                "service": self.service,
                "version": self.version,
                "method": request.method,
                "path": request.path,
                "headers": request.headers,
                "body": request.body,
            }
        ).encode()
        headers = {
            "content-type": "application/json",
            "content-length": str(len(body)),
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} .", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Upstreams:
    """All upstreams of a stand, served by one event loop in a thread of its own."""

    def __init__(self, upstreams: Sequence[Upstream]) -> None:
        self.all = tuple(upstreams)
        self._connections: set[_Connection] = set()
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Listen, each on a port that the system picks."""
        self._thread.start()
        self.run(self._listen())

    def stop(self) -> None:
        """Close everything and end the thread."""
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Do something on the upstreams' loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> None:
        for upstream in self.all:
            server = await self._loop.create_server(
                partial(_Connection, upstream, self._connections), LOOPBACK, 0
            )
            upstream.port = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for connection in tuple(self._connections):
            connection.abort()
        await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    def __init__(self, upstream: Upstream, connections: "set[_Connection]") -> None:
        self._upstream = upstream
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._begin()

    def abort(self) -> None:
        """Drop the connection."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it for the end."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Forget it."""
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; a client that speaks no HTTP is cut off."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abort()

    def on_url(self, url: bytes) -> None:
        """Part of the request line."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        """Part of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Answer, now or after the delay."""
        request = Received(
            self._parser.get_method().decode(),
            self._url.decode("latin-1"),
            self._headers,
            self._body.decode(errors="replace"),
        )
        self._begin()
        asyncio.get_running_loop().call_later(self._upstream.delay_s, self._answer, request)

    def _begin(self) -> None:
        self._url, self._body = b"", b""
        self._headers: dict[str, str] = {}

    def _answer(self, request: Received) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(self._upstream.answer(request))
