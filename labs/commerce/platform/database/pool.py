"""Connections to the database: no task and no proxy for each use, as in the driver's pool."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

Connect = Callable[[], Awaitable[Any]]


class Occupancy(NamedTuple):
    """How full a pool is."""

    busy: int
    idle: int
    waiting: int
    """Those who want a connection and wait for one."""


class Pool:
    """At most `size` connections, opened when needed; the one used last is used next.

    Sessions are given back as they are: ours set nothing that outlives a transaction.
    """

    def __init__(self, connect: Connect, size: int, patience_s: float) -> None:
        self._connect = connect
        self._size = size
        self._patience_s = patience_s
        self._open: set[Any] = set()
        self._opening = 0
        self._idle: list[Any] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._ended = False
        self._longest_wait_s = 0.0

    @property
    def occupancy(self) -> Occupancy:
        """How full it is now."""
        return Occupancy(len(self._open) - len(self._idle), len(self._idle), len(self._waiting))

    def longest_wait_s(self) -> float:
        """How long somebody waited for a connection, at most, since this was asked last."""
        longest_s, self._longest_wait_s = self._longest_wait_s, 0.0
        return longest_s

    async def acquire(self) -> Any:  # noqa: ANN401 - a driver's connection
        """A connection of one's own until `release`.

        Raises:
            TimeoutError: all are busy, and stay so.
            OSError, or the driver's errors: none can be made.
        """
        if self._ended:
            raise ConnectionAbortedError
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
            self._open.discard(connection)
        if len(self._open) + self._opening < self._size:
            return await self._new()
        return await self._turn() or await self._new()

    def release(self, connection: Any) -> None:  # noqa: ANN401 - a driver's connection
        """Hand a connection to whoever waits, or keep it."""
        if connection.is_in_transaction():  # its last user was torn away from it
            connection.terminate()
        if connection.is_closed():
            self._open.discard(connection)
            self._hand_over(None)
        elif not self._hand_over(connection):
            self._idle.append(connection)

    def terminate(self) -> None:
        """Drop every connection at once, for good."""
        self._ended = True
        for connection in self._open:
            connection.terminate()

    async def _new(self) -> Any:  # noqa: ANN401 - a driver's connection
        self._opening += 1
        try:
            connection = await self._connect()
            self._open.add(connection)
        except BaseException:
            self._hand_over(None)
            raise
        finally:
            self._opening -= 1
        return connection

    async def _turn(self) -> Any:  # noqa: ANN401 - a driver's connection
        """Wait for a connection; None is leave to open one in the place of one that broke."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        begun = loop.time()
        try:
            async with asyncio.timeout(self._patience_s):
                return await turn
        except BaseException:
            if turn.done() and not turn.cancelled():
                self._hand_over_or_keep(turn.result())
            else:
                turn.cancel()
            raise
        finally:
            self._longest_wait_s = max(self._longest_wait_s, loop.time() - begun)

    def _hand_over_or_keep(self, connection: Any) -> None:  # noqa: ANN401 - a driver's connection
        """Pass on what came at the moment we gave up."""
        if connection is None:
            self._hand_over(None)
        else:
            self.release(connection)

    def _hand_over(self, connection: Any) -> bool:  # noqa: ANN401 - a driver's connection
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return True
        return False
