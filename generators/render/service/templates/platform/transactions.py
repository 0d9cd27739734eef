"""What is written together, and the events that become true with it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from .messages import Envelope


@dataclass(slots=True)
class Transaction:
    """An open transaction."""

    connection: Any = None
    """The driver's, where there is one."""
    events: list[Envelope] = field(default_factory=list)
    """Written down by the commit that makes them true."""


_open: ContextVar[Transaction | None] = ContextVar("transaction", default=None)


def open_transaction() -> Transaction | None:
    """The transaction of the running task, if there is one."""
    return _open.get()


class Transactions(Protocol):
    """Where a service keeps its data."""

    on_commit: Callable[[], None]
    """Told after each commit that wrote events down."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """All or nothing. Inside another one it is a part of that."""
        ...

    async def one_at_a_time(self, key: str) -> None:
        """Until the open transaction ends, nobody else gets past this with the same key."""
        ...

    async def answers(self) -> bool:
        """Whether it is there now."""
        ...

    async def waiting_events(self) -> int:
        """How many events wait to be handed to the broker."""
        ...

    async def oldest_events(self, limit: int) -> list[Envelope]:
        """Those that wait, the oldest first; inside a transaction, for one replica at a time."""
        ...

    async def forget_events(self, events: list[Envelope]) -> None:
        """They are with the broker."""
        ...

    async def mark_handled(self, consumer: str, event: Envelope) -> bool:
        """Note, in the open transaction, that an event is handled. False when it had been."""
        ...

    async def forget_handled(self, before: datetime) -> None:
        """Let go of the notes about events that were handled before then."""
        ...


def entered(transaction: Transaction) -> Callable[[], None]:
    """Make a transaction that of the running task. Returns what ends that."""
    token = _open.set(transaction)
    return lambda: _open.reset(token)
