"""Reading an answer that goes on, as it comes."""

import asyncio
from typing import Self

import httptools

_PIECE_BYTES = 16 * 1024
"""What is read at once; what follows waits in the socket, so that nobody can fill our memory."""


class Stream:
    """One answer on a connection of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._parser = httptools.HttpResponseParser(self)
        self._come = bytearray()
        self._begun = self._ended = False

    @classmethod
    async def opened(cls, host: str, port: int, request: bytes) -> Self:
        """Send a request and wait until its answer begins.

        Raises:
            OSError: there is nobody, or they say nothing.
        """
        stream = cls(*await asyncio.open_connection(host, port, limit=_PIECE_BYTES))
        try:
            stream._writer.write(request)
            while not stream._begun:
                await stream._read()
        except BaseException:
            stream.close()
            raise
        return stream

    @property
    def status(self) -> int:
        """The answer's status code."""
        code: int = self._parser.get_status_code()
        return code

    async def more(self) -> bytes:
        """What came since; nothing once the answer has ended. Waiting can be given up and resumed.

        Raises:
            OSError: the connection broke.
        """
        while not self._come and not self._ended:
            await self._read()
        come = bytes(self._come)
        self._come.clear()
        return come

    def close(self) -> None:
        """Hear no more of it."""
        self._writer.transport.abort()

    async def _read(self) -> None:
        data = await self._reader.read(_PIECE_BYTES)
        if not data:
            raise ConnectionResetError
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            raise ConnectionResetError from error

    def on_headers_complete(self) -> None:
        """The parser has read the head."""
        self._begun = True

    def on_body(self, body: bytes) -> None:
        """The parser has read a piece of the body."""
        self._come += body

    def on_message_complete(self) -> None:
        """The parser has read the end."""
        self._ended = True
