"""Valkey, and a small in-process cache for what is read far more often than it changes."""

import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from valkey.asyncio import BlockingConnectionPool, Valkey

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

Cache = Valkey


def open_cache(url: str) -> Cache:
    """A client whose calls wait for a connection instead of failing when all are busy."""
    pool = BlockingConnectionPool.from_url(
        url, max_connections=16, timeout=2, socket_timeout=2, decode_responses=True
    )
    return Valkey(connection_pool=pool)


class Remembered(Generic[K, V]):
    """Values kept in this process for a short time."""

    def __init__(self, ttl_s: float, limit: int = 1000) -> None:
        self._ttl_s = ttl_s
        self._limit = limit
        self._values: dict[K, tuple[float, V]] = {}

    async def get(self, key: K, load: Callable[[], Awaitable[V]]) -> V:
        """The value for `key`, loaded when it is not here or too old."""
        found = self._values.get(key)
        now = time.monotonic()
        if found is not None and found[0] > now:
            return found[1]
        value = await load()
        if len(self._values) >= self._limit:
            self._values.clear()
        self._values[key] = (now + self._ttl_s, value)
        return value

    def forget(self, key: K) -> None:
        """The value changed."""
        self._values.pop(key, None)
