"""The connection to RabbitMQ: made when it is needed, and anew when it was lost."""

import asyncio
from typing import NamedTuple

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPError

from labs.commerce.platform.brokers.port import LOG

LOST = (AMQPError, OSError, RuntimeError, TimeoutError)
"""What the client says when there is no connection, or none any more."""

_CONNECT_S = 5.0
_HEARTBEAT_S = 5
"""Silent for twice as long, a broker is taken for dead."""


class Line(NamedTuple):
    """One connection for a process, with one channel that all publish on."""

    connection: AbstractConnection
    publishing: AbstractChannel
    """The broker says of everything that it is stored."""

    @property
    def is_lost(self) -> bool:
        """Whether another one is needed."""
        return self.connection.is_closed or self.publishing.is_closed


class Lines:
    """A line at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connecting: asyncio.Task[Line] | None = None
        self.name = ""
        """Of who is at this end; empty before it was opened."""

    async def line(self) -> Line:
        """A line, with the log at its other end.

        Where it has to be made first, it goes on being made for whoever asks after us.
        """
        if self._connecting is None or _is_lost(self._connecting):
            self._connecting = asyncio.create_task(self._connected())
        return await asyncio.shield(self._connecting)

    async def close(self) -> None:
        """Disconnect."""
        made, self._connecting = self._connecting, None
        if made is not None and not made.cancel() and not _is_lost(made):
            await made.result().connection.close()

    async def _connected(self) -> Line:
        connection = await aio_pika.connect(
            self._url,
            timeout=_CONNECT_S,
            heartbeat=_HEARTBEAT_S,
            client_properties={"connection_name": self.name},
        )
        try:
            channel = await connection.channel(on_return_raises=True)
            # it keeps everything, unless it is told how much
            await channel.declare_queue(LOG, durable=True, arguments={"x-queue-type": "stream"})
        except BaseException:
            await connection.close()
            raise
        return Line(connection, channel)


def _is_lost(made: "asyncio.Task[Line]") -> bool:
    """Whether nothing came of it, or nothing is left."""
    if not made.done():
        return False
    return made.cancelled() or made.exception() is not None or made.result().is_lost
