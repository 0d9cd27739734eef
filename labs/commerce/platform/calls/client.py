"""A small HTTP/1.1 client for calls between deployables: keep-alive, one request at a time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httptools

from labs.commerce.platform.calls.stream import Stream

_MAX_IDLE = 32
"""Connections kept for reuse per peer; more may be open while the peer is busy."""


class NotSentError(Exception):
    """No connection could be made: the peer certainly did nothing."""


class AnswerLostError(Exception):
    """The connection broke after the request went out."""


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._waiter: asyncio.Future[Answer] | None = None
        self.reusable = True

    async def exchange(self, request: bytes) -> Answer:
        """Send a request and wait for its answer."""
        if self._transport is None or self._transport.is_closing():
            raise NotSentError
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._waiter = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiter

    def close(self) -> None:
        """Drop the connection: an answer that is still to come must not reach the next request."""
        self.reusable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # create_connection gives a Transport

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def connection_lost(self, _exc: Exception | None) -> None:
        self.reusable = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(AnswerLostError())

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._answer.body += body

    def on_message_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()
        self.reusable = self.reusable and self._parser.should_keep_alive()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(self._answer)


class Channel:
    """Keep-alive connections to one base URL."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self.authority = parts.netloc
        """`host:port`."""
        self._idle: list[_Connection] = []

    async def post(
        self, path: str, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> Answer:
        """Send a POST, as `request` does."""
        return await self.request("POST", path, body, headers, timeout_s)

    async def request(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> Answer:
        """Send a request.

        Raises:
            NotSentError: the peer certainly did not see it.
            AnswerLostError, TimeoutError: the peer may have acted on it.
        """
        request = self._request(method, path, body, headers)
        async with asyncio.timeout(timeout_s):
            connection = await self._connection()
            try:
                answer = await connection.exchange(request)
            except BaseException:
                connection.close()
                raise
        if connection.reusable and len(self._idle) < _MAX_IDLE:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    async def stream(self, path: str, headers: Mapping[str, str], timeout_s: float) -> Stream:
        """An answer that goes on, on a connection of its own; in time is its beginning.

        Raises:
            NotSentError: the peer does not answer.
        """
        try:
            async with asyncio.timeout(timeout_s):
                request = self._request("GET", path, b"", headers)
                return await Stream.opened(self._host, self._port, request)
        except OSError as error:  # a timeout is one
            raise NotSentError(str(error)) from error

    def close(self) -> None:
        """Drop every idle connection."""
        while self._idle:
            self._idle.pop().close()

    async def _connection(self) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable:
                return connection
        loop = asyncio.get_running_loop()
        try:
            _, made = await loop.create_connection(_Connection, self._host, self._port)
        except OSError as error:
            raise NotSentError(str(error)) from error
        return made

    def _request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"host: {self.authority}",
            "content-type: application/json",
            f"content-length: {len(body)}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
