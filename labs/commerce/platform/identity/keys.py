"""The public halves of the keys that sign access tokens, as verifiers know them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextvars import Context
from datetime import datetime

from joserfc.jwk import ECKey

from labs.commerce.platform.clock import Clock
from labs.commerce.platform.errors import ShopError, UnavailableError
from labs.commerce.platform.messages import Message

ALGORITHM = "ES256"
"""The only one: where there is no choice, nobody can be talked into a weaker one."""

PAUSE_S = 1.0
"""Between two questions for keys, however many tokens name one that nobody knows."""

FRESH_S = 10.0
"""How long the known keys are relied on: a key that was withdrawn at once is refused by then."""


class PublicKey(Message, frozen=True):
    """A key that verifies access tokens."""

    kid: str
    jwk: dict[str, str]
    retires_at: datetime | None = None
    """From then on it proves nothing; None while no end is set."""


class KeySet(Message, frozen=True):
    """Every key that verifies now, and those that will sign next."""

    keys: list[PublicKey]


class KnownKeys:
    """The key set as last heard; asked for again when old, or when a token names another key."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[KeySet]],
        clock: Clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._ticks = ticks
        self._keys: dict[str, tuple[ECKey, float]] = {}
        self._asked_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    def get(self, kid: str) -> ECKey | None:
        """The key of that name, unless it is unknown or has retired."""
        key, retires = self._keys.get(kid, (None, 0.0))
        return key if retires > self._clock.now().timestamp() else None

    async def seek(self, kid: str = "") -> None:
        """Ask for the keys if `kid` is named and unknown; ask beside the request if they are old.

        Raises:
            UnavailableError: no key was ever heard of, and nobody answers.
        """
        age = self._ticks() - self._asked_at
        unknown = bool(kid) and kid not in self._keys
        if self._asking is None and age >= (PAUSE_S if unknown else FRESH_S):
            self._asked_at = self._ticks()
            # on nobody's behalf: the request that came first answers for neither hops nor time
            self._asking = asyncio.create_task(self._learn(), context=Context())
        if unknown and self._asking is not None:
            await asyncio.shield(self._asking)
        if unknown and not self._keys:
            raise UnavailableError("keys-unavailable")

    async def _learn(self) -> None:
        """Hear the key set; without an answer the known keys go on to serve."""
        try:
            told = await self._ask()
            self._keys = {key.kid: (ECKey.import_key({**key.jwk}), _end(key)) for key in told.keys}
        except ShopError:
            return
        finally:
            self._asking = None


def _end(key: PublicKey) -> float:
    return float("inf") if key.retires_at is None else key.retires_at.timestamp()
