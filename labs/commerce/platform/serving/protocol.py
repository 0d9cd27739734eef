"""The HTTP server's protocol, with the head and the body of an answer in one write."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Together(asyncio.Transport):
    """What is written at one go leaves at one go.

    The server writes an answer's head and then its body. Sent apart each of them wakes whoever
    waits for the answer, and the gateway sends them on apart.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def write(self, data: Any) -> None:  # noqa: ANN401 - bytes, as the server has them
        """Hold `data` until whoever writes has done for now."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)

    def close(self) -> None:
        """Close once all that was written has left."""
        self._send()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether nothing more can be written."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - asyncio's
        """What is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing more from the peer for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take from the peer again."""
        self._transport.resume_reading()

    def _send(self) -> None:
        held, self._held = self._held, []
        if held and not self._transport.is_closing():
            self._transport.write(b"".join(held))


class Protocol(HttpToolsProtocol):
    """The server's own protocol on such a transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to serve a client."""
        super().connection_made(Together(transport, self.loop))
