"""Answers that go on: how they end, and how many there may be."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from labs.commerce.platform.calls.client import Channel, NotSentError
from labs.commerce.platform.calls.stream import Stream
from labs.commerce.platform.database.doorbells import Doorbells
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.serving import streaming
from labs.commerce.platform.serving.streaming import Streams, event

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def request(**headers: str) -> Request:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": given})


async def one_then_silence(ended: list[str]) -> AsyncGenerator[bytes]:
    try:
        yield event("news", b"one")
        await asyncio.Event().wait()
    finally:
        ended.append("source")


async def rest(response: Response) -> bytes:
    assert isinstance(response, StreamingResponse)
    parts = [part async for part in response.body_iterator]
    return b"".join(part if isinstance(part, bytes) else bytes(part) for part in parts)


def test_every_line_of_an_event_is_marked_as_its_data():
    assert event("part", b"<p>\n</p>\n", 7) == b"id: 7\nevent: part\ndata: <p>\ndata: </p>\n\n"


async def test_a_stream_ends_before_the_gateway_gives_it_up():
    ended: list[str] = []
    patient = request(x_envoy_expected_rq_timeout_ms="510")
    whole = await rest(Streams().answer(patient, one_then_silence(ended)))
    assert whole == b"retry: 1000\n\n" + event("news", b"one")
    assert ended == ["source"]


async def test_every_stream_ends_at_once_when_the_process_drains():
    streams, ended = Streams(), list[str]()
    reading = asyncio.create_task(rest(streams.answer(request(), one_then_silence(ended))))
    await asyncio.sleep(0)
    streams.close()
    assert event("news", b"one") not in await rest(streams.answer(request(), silence()))
    async with asyncio.timeout(5):
        await reading
    assert ended == ["source"]


async def silence() -> AsyncGenerator[bytes]:
    await asyncio.Event().wait()
    yield b""


async def test_no_more_streams_are_opened_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streaming, "MOST_STREAMS", 1)
    streams = Streams()
    reading = asyncio.create_task(rest(streams.answer(request(), silence())))
    await asyncio.sleep(0)
    with pytest.raises(UnavailableError):
        streams.answer(request(), silence())
    streams.close()
    await reading
    streams.answer(request(), silence())


async def test_a_bell_rings_for_what_it_is_about_and_for_nothing_else():
    bells, mine, another = Doorbells(), uuid4(), uuid4()
    with bells.listening(mine) as bell:
        waiting = asyncio.create_task(bell.rings())
        bells.ring(another)
        await asyncio.sleep(0)
        assert not waiting.done()
        bells.ring_on_commit(mine)
        await waiting


@asynccontextmanager
async def serving(*parts: bytes) -> AsyncIterator[Channel]:
    """A peer that sends these parts, and then keeps the line open until it is asked for more."""

    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.01)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield Channel(f"http://127.0.0.1:{port}")


async def opened(channel: Channel) -> Stream:
    return await channel.stream("/", {}, 5)


async def test_an_answer_that_goes_on_is_read_as_it_comes_whatever_its_pieces():
    async with serving(
        CHUNKED[:20], CHUNKED[20:] + b"3\r\none\r\n3\r\nt", b"wo\r\n0\r\n\r\n"
    ) as channel:
        stream = await opened(channel)
        assert stream.status == 200
        read = b""
        while piece := await stream.more():
            read += piece
        assert read == b"onetwo"
        stream.close()


async def test_waiting_for_more_can_be_given_up_and_resumed():
    async with serving(CHUNKED, b"", b"", b"3\r\none\r\n") as channel:
        stream = await opened(channel)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await stream.more()
        assert await stream.more() == b"one"
        stream.close()


async def test_a_peer_that_is_away_tells_nothing():
    async with serving() as channel:
        pass
    with pytest.raises(NotSentError):
        await opened(channel)
