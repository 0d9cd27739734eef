"""Waiting for the end of an order."""

import asyncio
from contextlib import suppress
from uuid import UUID


class Endings:
    """Wakes those that wait for the end of an order in this replica."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, asyncio.Event] = {}

    def tell(self, order_id: UUID) -> None:
        """An order may have come to its end."""
        if order_id in self._waiting:
            self._waiting[order_id].set()

    async def wait(self, order_id: UUID, timeout_s: float) -> None:
        """Wait until somebody tells, or the time is over."""
        told = self._waiting.setdefault(order_id, asyncio.Event())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await told.wait()
        finally:
            self._waiting.pop(order_id, None)
