"""The replicas of a peer: which of them takes the next call, and how many it may have at once."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from labs.commerce.platform.calls.breaker import Breaker
from labs.commerce.platform.calls.client import Channel
from labs.commerce.platform.errors import PeerUnavailableError


class NobodyError(PeerUnavailableError):
    """No replica may be called now. Asking again at once is of no use."""


@dataclass(slots=True, eq=False)
class Replica:
    """One replica, as one caller sees it."""

    channel: Channel
    breaker: Breaker
    most_at_once: int
    """The bulkhead: calls in flight above this fail at once, so that one slow peer cannot take all
    that its caller has."""
    in_flight: int = 0


class Replicas:
    """All replicas of one module."""

    def __init__(self, module: str, replicas: Sequence[Replica]) -> None:
        self._module = module
        self._replicas = tuple(replicas)

    @property
    def breakers(self) -> tuple[Breaker, ...]:
        """One for each replica."""
        return tuple(replica.breaker for replica in self._replicas)

    @property
    def address(self) -> str:
        """`host:port` of the first."""
        return self._replicas[0].channel.authority

    def choose(self, tried: Replica | None = None) -> Replica:
        """Of two that may be called the less busy one, and not the one just tried if it can be.

        Raises:
            NobodyError: every breaker is open, or every replica has all the calls it may have.
        """
        willing = [replica for replica in self._replicas if replica.breaker.is_willing]
        if not willing:
            raise NobodyError("breaker-open", peer=self._module)
        free = [replica for replica in willing if replica.in_flight < replica.most_at_once]
        if not free:
            raise NobodyError("bulkhead-full", peer=self._module)
        chosen = free[0] if len(free) == 1 else _less_busy(free, tried)
        chosen.breaker.allows()
        return chosen


def _less_busy(free: Sequence[Replica], tried: Replica | None) -> Replica:
    """Two at random are enough to keep callers that know nothing of each other from herding."""
    others = [replica for replica in free if replica is not tried]
    pair = random.sample(others, min(2, len(others)))
    return min(pair, key=lambda replica: replica.in_flight)
