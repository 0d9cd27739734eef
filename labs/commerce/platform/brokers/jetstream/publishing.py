"""Handing events to the broker, and hearing that they are stored.

The broker's client has a way of its own: it takes longer than the broker takes to store the event.
"""

import asyncio
from typing import Any

import msgspec

from labs.commerce.platform.brokers.jetstream.client import Client
from labs.commerce.platform.brokers.port import NotStoredError

_WITHIN_S = 2.0


class _Answer(msgspec.Struct, frozen=True):
    """What the broker says to an event; an event that it knows already counts as stored."""

    seq: int = 0


_decode = msgspec.json.Decoder(_Answer).decode


class Publisher:
    """One subscription hears the answers to everything that is published on a connection."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._answers = client.new_inbox()
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._published = 0

    async def open(self) -> None:
        """Begin to listen; the client goes on with that on each new connection."""
        await self._client.subscribe(f"{self._answers}.*", cb=self._hear)

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event.

        Raises:
            NotStoredError: it certainly is not stored.
            TimeoutError: nobody knows.
        """
        self._published += 1
        reply = f"{self._answers}.{self._published}"
        answer = self._waiting[reply] = asyncio.get_running_loop().create_future()
        headers = {"Nats-Msg-Id": event_id}
        try:
            async with asyncio.timeout(_WITHIN_S):
                await self._client.publish(subject, payload, reply=reply, headers=headers)
                stored = _stored(await answer)
        finally:
            del self._waiting[reply]
        if not stored:
            raise NotStoredError(subject)

    async def _hear(self, message: Any) -> None:  # noqa: ANN401 - the client's message
        answer = self._waiting.get(message.subject)
        if answer is not None and not answer.done():
            answer.set_result(message.data)


def _stored(answer: bytes) -> bool:
    """Whether an answer says so; nothing at all is said where nobody listens."""
    return bool(answer) and _decode(answer).seq > 0
