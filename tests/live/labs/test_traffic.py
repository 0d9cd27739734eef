"""The client and the load generator, against a server that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from labs.traffic.client import HttpClient
from labs.traffic.load import Load, Run, Scenario, Visit, run_load

pytestmark = pytest.mark.live


class Server:
    """Answers each request after `delay_s`, one at a time when `serial`."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.serial = False
        self.held_back: asyncio.Event | None = None
        """Nothing is answered before it is set."""
        self.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Hops: 3\r\n\r\n{}"
        self.connections = 0
        self.requests: list[bytes] = []
        self.url = ""
        self._turn = asyncio.Lock()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                await self._wait()
                writer.write(self.answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _wait(self) -> None:
        if self.held_back is not None:
            await self.held_back.wait()
        if self.serial:
            async with self._turn:
                await asyncio.sleep(self.delay_s)
        else:
            await asyncio.sleep(self.delay_s)


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    host, port = listening.sockets[0].getsockname()
    server.url = f"http://{host}:{port}"
    try:
        yield server
    finally:
        listening.close()


async def test_an_answer_has_its_status_headers_and_body():
    async with serving() as server, HttpClient(server.url) as client:
        answer = await client.send("GET", "/x", headers={"a": "b"})
    assert (answer.status, answer.ok, answer.json) == (200, True, {})
    assert answer.headers["x-hops"] == "3"
    assert server.requests[0].startswith(b"GET /x HTTP/1.1\r\n")
    assert b"\r\na: b\r\n" in server.requests[0]


async def test_a_connection_is_kept_for_the_next_request():
    async with serving() as server, HttpClient(server.url) as client:
        for _ in range(3):
            await client.send("GET", "/")
        await asyncio.gather(*(client.send("GET", "/") for _ in range(2)))
    assert server.connections == 2


async def test_a_connection_that_the_server_closes_is_not_used_again():
    async with serving() as server, HttpClient(server.url) as client:
        server.answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        await client.send("GET", "/")
        await client.send("GET", "/")
    assert server.connections == 2


async def test_a_server_that_is_not_there_is_an_answer_and_no_exception():
    async with serving() as server:
        url = server.url
    async with HttpClient(url) as client:
        answer = await client.send("GET", "/")
    assert (answer.status, answer.failure) == (0, "refused")


async def test_a_late_answer_is_a_timeout_and_does_not_reach_the_next_request():
    async with serving() as server, HttpClient(server.url, timeout_s=1.0) as client:
        server.held_back = asyncio.Event()
        late = await client.send("GET", "/")
        server.held_back.set()
        server.answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        following = await client.send("GET", "/")
    assert (late.failure, following.status) == ("timeout", 204)


async def test_rubbish_is_a_broken_connection():
    async with serving() as server, HttpClient(server.url) as client:
        server.answer = b"rubbish\r\n\r\n"
        answer = await client.send("GET", "/")
    assert answer.failure == "reset"


async def look(visit: Visit) -> None:
    await visit.send("look", "GET", "/")


async def test_visits_do_not_wait_for_each_other_and_latency_counts_from_when_they_were_due():
    async with serving() as server:
        server.delay_s, server.serial = 0.05, True  # ten in half a second, and some thirty come
        load = Load([Scenario("look", 1, look)], visits_per_s=60, seconds=0.5)
        result = await run_load(server.url, load)
    assert result.requests > 15
    assert result.latency.max_ms > (result.requests - 10) * 50


def endless(server: Server) -> tuple[Load, asyncio.Event]:
    """A load without an end, and what tells of its fifth request."""
    fifth = asyncio.Event()

    async def look_and_count(visit: Visit) -> None:
        await look(visit)
        if len(server.requests) >= 5:
            fifth.set()

    return Load([Scenario("look", 1, look_and_count)], visits_per_s=200), fifth


async def test_a_load_without_an_end_goes_on_until_it_is_cancelled():
    async with serving() as server:
        load, fifth = endless(server)
        running = asyncio.create_task(run_load(server.url, load))
        await asyncio.wait_for(fifth.wait(), 30)
        assert not running.done()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_each_second_is_heard_of():
    samples = []
    async with serving() as server:
        load = Load([Scenario("look", 1, look)], visits_per_s=50, seconds=1.3)
        result = await run_load(server.url, load, samples.append)
    assert samples
    assert 0 < sum(sample.rps for sample in samples) <= result.requests


async def test_users_come_back_on_the_connections_they_have():
    async with serving() as server:
        load = Load([Scenario("look", 1, look)], visits_per_s=200, seconds=0.5, users=4)
        result = await run_load(server.url, load)
    assert result.requests > 40
    assert result.generator.connections == 4
    assert server.connections < result.requests / 2


async def test_an_interrupted_run_tells_what_it_found_so_far():
    async with serving() as server:
        load, fifth = endless(server)
        async with Run(server.url, load) as run:
            running = asyncio.create_task(run.drive())
            await asyncio.wait_for(fifth.wait(), 30)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            assert run.result().requests >= 5
