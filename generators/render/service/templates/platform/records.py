"""Records of one kind, by key: what a module asks of a store."""

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from .messages import Message

R = TypeVar("R", bound=Message)
"""The kind of record."""


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """Where records of a kind are kept."""

    name: str
    kind: type[R]
    key: tuple[str, ...]
    """The fields that tell records apart."""
    by: tuple[str, ...] = ()
    """Further fields that records are looked up by."""
    alone: tuple[str, ...] = ()
    """Fields of which no two records have the same values."""

    def columns(self, record: R) -> dict[str, Any]:
        """What stands beside the document."""
        return {name: getattr(record, name) for name in (*self.key, *self.by)}


class Records(Protocol[R]):
    """Records of one kind. Calls join the open transaction."""

    async def add(self, record: R) -> bool:
        """False where there is one of this key, or one that it may not stand beside."""
        ...

    async def put(self, record: R) -> None:
        """Add a record, or replace the one of its key."""
        ...

    async def find(self, **fields: object) -> R | None:
        """The record with these values."""
        ...

    async def select(
        self, limit: int = 100, *, oldest_first: bool = False, **fields: object
    ) -> list[R]:
        """Those with these values, the latest first unless said otherwise."""
        ...

    async def remove(self, **fields: object) -> bool:
        """False where there was none."""
        ...
