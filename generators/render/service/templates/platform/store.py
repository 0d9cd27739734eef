"""Where a service keeps its data: transactions, and the records in them."""

from typing import Protocol

from .records import R, Records, Table
from .transactions import Transactions


class Store(Transactions, Protocol):
    """What the service is given as its store."""

    async def open(self) -> None:
        """Connect, and have the schema that the service expects."""
        ...

    async def close(self) -> None:
        """Disconnect."""
        ...

    def records(self, table: Table[R]) -> Records[R]:
        """Records of one kind. Asked for before the store is opened."""
        ...
