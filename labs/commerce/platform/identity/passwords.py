"""Password hashes, computed where they cannot hold up the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from labs.commerce.platform.errors import InvalidError, UnavailableError

T = TypeVar("T")

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's minimum for Argon2id: 19 MiB, two passes, one lane; about 20 ms of one core."""

_AT_ONCE = 2
"""Hashes computed at the same time: more would only take memory and cores from the shop."""

_WAITING_AT_MOST = 128
"""Some three seconds of hashing: whoever came after these would have gone before their turn."""

PASSWORD_MIN, PASSWORD_MAX = 10, 128
"""Length is what counts (NIST SP 800-63B); the maximum bounds the work of hashing."""

DUMMY_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "u0pHwqO6AVOIXwNJmZmhkMrBmY7bwLVNEBjIgxgW6Aw"
)
"""Verified against when there is no such user, so that the answer takes as long."""


class Passwords:
    """Hashes and verifies in worker threads, a bounded number at a time."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """A fresh hash.

        Raises:
            UnavailableError: too many others wait for theirs.
        """
        return await self._in_turn(_HASHER.hash, password)

    async def matches(self, password: str, password_hash: str) -> bool:
        """Whether the password is the one that was hashed.

        Raises:
            UnavailableError: too many others wait for their answer.
        """
        return await self._in_turn(_matches, password, password_hash)

    async def _in_turn(self, work: Callable[..., T], *arguments: str) -> T:
        if self._waiting >= _WAITING_AT_MOST:
            raise UnavailableError("passwords-busy")
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(work, *arguments)
        finally:
            self._waiting -= 1


def acceptable(password: str) -> str:
    """A password that somebody chose, if it will do.

    Raises:
        InvalidError: it is too short or too long.
    """
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidError("password-length", low=PASSWORD_MIN, high=PASSWORD_MAX)
    return password


def _matches(password: str, password_hash: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
