"""Counting attempts in Valkey, so that every replica knows of all of them."""

import hashlib
from dataclasses import dataclass

from valkey.exceptions import ValkeyError

from labs.commerce.platform.cache import Cache
from labs.commerce.platform.errors import ThrottledError
from labs.commerce.platform.telemetry import Log


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in a window that begins with the first of them."""

    name: str
    most: int
    window_s: int

    def key(self, subject: str) -> str:
        """Where attempts of `subject` are counted; the subject cannot be read from it."""
        hidden = hashlib.sha256(subject.encode()).hexdigest()[:32]
        return f"limit:{self.name}:{hidden}"


class Limiter:
    """Counts before the work is done: attempts that are made at once cannot slip through together.

    While Valkey is away nothing is limited: a shop that lets nobody in would be the worse failure.
    """

    def __init__(self, cache: Cache, log: Log) -> None:
        self._cache = cache
        self._log = log

    async def take(self, *attempts: tuple[Limit, str]) -> None:
        """Count an attempt, once for each limit that applies to it.

        Raises:
            ThrottledError: there were too many of late.
        """
        counts = await self._add(1, attempts)
        for (limit, _), (count, left_s) in zip(attempts, counts, strict=False):
            if count > limit.most:
                raise ThrottledError(limit.name, retryAfterS=max(1, left_s))

    async def give_back(self, *attempts: tuple[Limit, str]) -> None:
        """An attempt turned out to be none of those that the limit is for."""
        await self._add(-1, attempts)

    async def _add(
        self, amount: int, attempts: tuple[tuple[Limit, str], ...]
    ) -> list[tuple[int, int]]:
        """Count, and say for each limit where the count stands and how long it still lasts."""
        pipeline = self._cache.pipeline(transaction=True)
        for limit, subject in attempts:
            key = limit.key(subject)
            pipeline.incrby(key, amount)
            pipeline.expire(key, limit.window_s, nx=True)
            pipeline.ttl(key)
        try:
            answers = await pipeline.execute()
        except (ValkeyError, OSError) as error:
            self._log.warning("limits-unavailable", error=repr(error))
            return []
        return [(answers[i], answers[i + 2]) for i in range(0, len(answers), 3)]
