"""The client that deployables call each other with, against sockets that misbehave."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from labs.commerce.platform.calls.client import AnswerLostError, Channel, NotSentError
from labs.supervising.ports import free_ports

pytestmark = pytest.mark.live

PATIENCE_S = 20.0
Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Peer:
    """Counts connections, reads requests, and answers as told."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.connections = 0

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while head := await _head(reader):
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            await self._serve(await reader.readexactly(length), writer)
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return b""


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[tuple[Peer, Channel]]:
    peer = Peer(serve)
    server = await asyncio.start_server(peer.accept, "127.0.0.1", 0)
    channel = Channel(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        yield peer, channel
    finally:
        channel.close()
        server.close()


def answer(body: bytes, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n%scontent-length: %d\r\n\r\n%s" % (extra, len(body), body)


async def echo(body: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(body))


async def test_one_connection_carries_many_requests() -> None:
    async with listening(echo) as (peer, channel):
        for number in range(5):
            body = b"%d" % number
            assert (await channel.post("/x", body, {}, PATIENCE_S)).body == body
        assert peer.connections == 1


async def test_requests_at_the_same_time_get_their_own_answers() -> None:
    async with listening(echo) as (peer, channel):
        posts = (channel.post("/x", b"%d" % number, {}, PATIENCE_S) for number in range(20))
        answers = await asyncio.gather(*posts)
        assert [a.body for a in answers] == [b"%d" % number for number in range(20)]
        assert 1 < peer.connections <= 20


async def test_an_answer_in_pieces_is_put_together() -> None:
    async def dribble(body: bytes, writer: asyncio.StreamWriter) -> None:
        for byte in answer(body):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)

    async with listening(dribble) as (_, channel):
        assert (await channel.post("/x", b"whole", {}, PATIENCE_S)).body == b"whole"


async def test_an_answer_that_comes_too_late_does_not_reach_the_next_request() -> None:
    async def slow_at_first(body: bytes, writer: asyncio.StreamWriter) -> None:
        if body == b"first":
            await asyncio.sleep(0.2)
        writer.write(answer(body))

    async with listening(slow_at_first) as (peer, channel):
        with pytest.raises(TimeoutError):
            await channel.post("/x", b"first", {}, 0.05)
        await asyncio.sleep(0.3)
        assert (await channel.post("/x", b"second", {}, PATIENCE_S)).body == b"second"
        assert peer.connections == 2


async def test_a_connection_that_breaks_leaves_the_outcome_open() -> None:
    async def hang_up(_body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with listening(hang_up) as (_, channel):
        with pytest.raises(AnswerLostError):
            await channel.post("/x", b"", {}, PATIENCE_S)


async def test_a_connection_that_the_peer_closes_is_not_used_again() -> None:
    async def close_after(body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body, b"connection: close\r\n"))

    async with listening(close_after) as (peer, channel):
        for _ in range(3):
            await channel.post("/x", b"", {}, PATIENCE_S)
        assert peer.connections == 3


async def test_what_is_no_http_loses_the_answer() -> None:
    async def babble(_body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")

    async with listening(babble) as (_, channel):
        with pytest.raises(AnswerLostError):
            await channel.post("/x", b"", {}, PATIENCE_S)


async def test_where_nobody_listens_nothing_was_sent() -> None:
    (port,) = free_ports(1)
    with pytest.raises(NotSentError):
        await Channel(f"http://127.0.0.1:{port}").post("/x", b"", {}, PATIENCE_S)
