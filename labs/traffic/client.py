"""A small, fast HTTP/1.1 client: load must cost less than what it measures."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import urlsplit

import httptools
import msgspec

NO_ANSWER = 0
"""The status of a request that was not answered."""
_NO_HEADERS: Mapping[str, str] = {}


@dataclass(slots=True)
class Answer:
    """What came back for one request."""

    status: int = NO_ANSWER
    headers: dict[str, str] = field(default_factory=dict)
    """By lower-case name."""
    body: bytes = b""
    latency_ms: float = 0.0
    failure: str = ""
    """Why there was no answer: `refused`, `reset`, `timeout`."""

    @property
    def ok(self) -> bool:
        """Whether the request was answered with 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class of success

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the answer holds
        """The body as JSON; None where it is none."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return None


class _Connection(asyncio.Protocol):
    """One request at a time over one socket."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiter: asyncio.Future[str] | None = None
        self.answer = Answer()
        self.reusable = True

    def exchange(self, request: bytes) -> "asyncio.Future[str]":
        """Send a request; the future tells what went wrong, or nothing."""
        self.answer = Answer()
        self._waiter = waiter = asyncio.get_running_loop().create_future()
        if self._transport is not None:
            self._transport.write(request)
        return waiter

    def give_up(self, failure: str) -> None:
        """Stop waiting; the socket is spoilt, an answer may still come."""
        self.reusable = False
        self._tell(failure)
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """The other side hung up."""
        self.reusable = False
        self._tell("reset")

    def data_received(self, data: bytes) -> None:
        """Feed the parser."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.give_up("reset")

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header of the answer."""
        self.answer.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        """Part of the body."""
        self.answer.body += body

    def on_message_complete(self) -> None:
        """The answer is whole."""
        self.answer.status = self._parser.get_status_code()
        self.reusable = self.reusable and self._parser.should_keep_alive()
        self._tell("")

    def _tell(self, failure: str) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(failure)


class HttpClient:
    """Keep-alive connections to one address. Failures are answers, not exceptions."""

    def __init__(self, base_url: str, *, timeout_s: float = 10.0) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._authority = parts.netloc
        self._timeout_s = timeout_s
        self._idle: list[_Connection] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up on every idle connection."""
        while self._idle:
            self._idle.pop().give_up("closed")

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        since: float | None = None,
    ) -> Answer:
        """Send one request and wait for its answer.

        `since` is the moment (`time.perf_counter`) from which the latency counts: when the
        request was due, not when there was room to send it.
        """
        begin = time.perf_counter() if since is None else since
        answer = await self._exchange(self._request(method, path, body, headers))
        answer.latency_ms = (time.perf_counter() - begin) * 1000
        return answer

    async def _exchange(self, request: bytes) -> Answer:
        connection = await self._connection()
        if connection is None:
            return Answer(failure="refused")
        waiter = connection.exchange(request)
        late = asyncio.get_running_loop().call_later(self._timeout_s, connection.give_up, "timeout")
        try:
            failure = await waiter
        finally:
            late.cancel()
            if not waiter.done():
                connection.give_up("cancelled")
        if connection.reusable:
            self._idle.append(connection)
        connection.answer.failure = failure
        return connection.answer

    async def _connection(self) -> _Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable:
                return connection
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout_s):
                _, made = await loop.create_connection(_Connection, self._host, self._port)
        except OSError:
            return None
        return made

    def _request(self, method: str, path: str, body: object, headers: Mapping[str, str]) -> bytes:
        content = b"" if body is None else msgspec.json.encode(body)
        lines = [f"{method} {path} HTTP/1.1", f"host: {self._authority}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body is not None:
            lines += ["content-type: application/json", f"content-length: {len(content)}"]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content
