"""Password hashes, computed where they cannot hold up the event loop."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's minimum for Argon2id: 19 MiB, two passes, one lane; about 20 ms of one core."""

_AT_ONCE = 2
"""Hashes computed at the same time: more would only take memory and cores from the shop."""

DUMMY_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "u0pHwqO6AVOIXwNJmZmhkMrBmY7bwLVNEBjIgxgW6Aw"
)
"""Verified against when there is no such user, so that the answer takes as long."""


class Passwords:
    """Hashes and verifies in worker threads, a bounded number at a time."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: str) -> str:
        """A fresh hash."""
        async with self._slots:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def matches(self, password: str, password_hash: str) -> bool:
        """Whether the password is the one that was hashed."""
        async with self._slots:
            return await asyncio.to_thread(_matches, password, password_hash)


def _matches(password: str, password_hash: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
