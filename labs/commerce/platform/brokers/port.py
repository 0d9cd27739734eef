"""What the shop asks of a broker: a durable log of events, in one order, read from anywhere."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol

from labs.commerce.platform.errors import UnavailableError

LOG = "SHOP"
"""What every broker calls the shop's log."""


class Delivery(NamedTuple):
    """An event as the log has it."""

    position: int
    """In the log; grows, with gaps where others' events are."""
    event: str
    data: bytes


class LogBrokenError(UnavailableError):
    """A reading of the log cannot go on; another can begin where this one got to."""

    def __init__(self) -> None:
        super().__init__("event-log-broken")


class NotStoredError(UnavailableError):
    """The broker did not store an event: it says so, or nothing stores events of that subject."""

    def __init__(self, subject: str) -> None:
        super().__init__("event-not-stored", subject=subject)


class Reading(Protocol):
    """One pass through the log, in its order, without gaps. Whoever reads keeps the position.

    Nothing is acknowledged: a gap ends the reading, and the next one begins before the gap.
    """

    @property
    def pending(self) -> int:
        """How many more the log has, as far as is known; the broker may count what others want."""
        ...

    async def next(self, limit: int, patience_s: float) -> list[Delivery]:
        """The next events of the log; none when nothing came for a while.

        Raises:
            LogBrokenError: begin another reading.
        """
        ...

    async def has_read_all(self) -> bool:
        """Whether all that was in the log when this was asked has been given."""
        ...


class Broker(Protocol):
    """The shop's connection to its broker. It finds its way back by itself."""

    system: str
    """What traces call it."""

    async def open(self, name: str) -> None:
        """Connect as `name`, and make the log where nobody has yet."""
        ...

    async def close(self) -> None:
        """Disconnect."""
        ...

    async def answers(self) -> bool:
        """Whether the broker is there now: a connection outlives a broker that hangs."""
        ...

    async def publish(self, subject: str, event_id: str, payload: bytes) -> None:
        """Store an event. Safe to repeat: whoever handles it knows it by its id.

        Raises:
            NotStoredError: it certainly is not stored.
            TimeoutError: nobody knows.
        """
        ...

    def read(self, subjects: Sequence[str], after: int) -> AbstractAsyncContextManager[Reading]:
        """Read `subjects` from the position behind `after`.

        Raises:
            LogBrokenError: the log cannot be read from there now.
        """
        ...
