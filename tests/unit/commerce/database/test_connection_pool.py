"""The pool of database connections, over connections that only know whether they are usable."""

import asyncio

import pytest

from labs.commerce.platform.database.pool import Pool


class Connection:
    def __init__(self) -> None:
        self.closed = False
        self.in_transaction = False

    def is_closed(self) -> bool:
        return self.closed

    def is_in_transaction(self) -> bool:
        return self.in_transaction

    def terminate(self) -> None:
        self.closed = True


class Server:
    def __init__(self) -> None:
        self.opened: list[Connection] = []
        self.away = False

    async def connect(self) -> Connection:
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionRefusedError
        self.opened.append(Connection())
        return self.opened[-1]


def pool_of(server: Server, size: int = 2, patience_s: float = 30.0) -> Pool:
    return Pool(server.connect, size, patience_s)


async def test_a_connection_is_used_again():
    server = Server()
    pool = pool_of(server)
    first = await pool.acquire()
    pool.release(first)
    assert await pool.acquire() is first
    assert len(server.opened) == 1


async def test_never_more_than_its_size_are_open_and_the_rest_wait_in_turn():
    server = Server()
    pool = pool_of(server, size=2)
    held = [await pool.acquire(), await pool.acquire()]
    waiting = [asyncio.create_task(pool.acquire()) for _ in range(2)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    pool.release(held[1])
    pool.release(held[0])
    assert [await task for task in waiting] == [held[1], held[0]]
    assert len(server.opened) == 2


async def test_whoever_waits_too_long_is_turned_away_and_the_connection_is_not_lost():
    server = Server()
    pool = pool_of(server, size=1, patience_s=0.01)
    held = await pool.acquire()
    with pytest.raises(TimeoutError):
        await pool.acquire()
    pool.release(held)
    assert await pool.acquire() is held


async def test_a_waiter_that_is_cancelled_as_its_turn_comes_passes_it_on():
    server = Server()
    pool = pool_of(server, size=1)
    held = await pool.acquire()
    first, second = (asyncio.create_task(pool.acquire()) for _ in range(2))
    await asyncio.sleep(0)
    pool.release(held)
    first.cancel()
    assert await asyncio.wait_for(second, 30) is held
    assert first.cancelled() or await asyncio.gather(first, return_exceptions=True)


async def test_a_connection_that_broke_makes_room_for_a_new_one():
    server = Server()
    pool = pool_of(server, size=1)
    broken = await pool.acquire()
    waiting = asyncio.create_task(pool.acquire())
    await asyncio.sleep(0)
    broken.closed = True
    pool.release(broken)
    assert await asyncio.wait_for(waiting, 30) is not broken


async def test_a_connection_that_broke_while_idle_is_not_handed_out():
    server = Server()
    pool = pool_of(server, size=1)
    idle = await pool.acquire()
    pool.release(idle)
    idle.closed = True
    assert await pool.acquire() is not idle


async def test_a_transaction_that_was_left_open_ends_with_its_connection():
    server = Server()
    pool = pool_of(server, size=1)
    torn = await pool.acquire()
    torn.in_transaction = True
    pool.release(torn)
    assert torn.closed
    assert await pool.acquire() is not torn


async def test_a_server_that_comes_back_is_used_again():
    server = Server()
    pool = pool_of(server, size=1)
    server.away = True
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await pool.acquire()
    server.away = False
    assert await pool.acquire() in server.opened


async def test_after_its_end_nothing_is_connected_any_more():
    server = Server()
    pool = pool_of(server)
    held = await pool.acquire()
    pool.terminate()
    assert held.closed
    with pytest.raises(ConnectionAbortedError):
        await pool.acquire()


async def test_the_longest_wait_is_told_once():
    pool = pool_of(Server(), size=1)
    held = await pool.acquire()
    assert pool.longest_wait_s() == 0
    waiting = asyncio.create_task(pool.acquire())
    await asyncio.sleep(0.01)
    pool.release(held)
    await waiting
    assert pool.longest_wait_s() > 0
    assert pool.longest_wait_s() == 0
