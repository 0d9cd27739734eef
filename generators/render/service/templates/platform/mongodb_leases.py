"""Who does something alone: leases, which end with the transaction or with their time."""

import asyncio
import random
from typing import Any
from uuid import uuid4

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from .errors import UnavailableError
from .transactions import Transaction

_LASTS_S = 30
"""A holder that is slower is no longer alone; where both write the same, one of them fails."""
_PATIENCE_S = 5.0
_PAUSE_S = 0.02

Json = dict[str, Any]


class Leases:
    """Documents that are written outside any transaction, so that others see them at once."""

    def __init__(self, collection: AsyncCollection[Json]) -> None:
        self._collection = collection
        self._held: dict[int, list[Json]] = {}

    async def take(self, key: str, transaction: Transaction) -> bool:
        """False while somebody else holds it."""
        held = {"_id": key, "owner": uuid4().hex}
        until = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": _LASTS_S}}
        try:
            await self._collection.update_one(
                {"_id": key, "$expr": {"$lt": ["$until", "$$NOW"]}},
                [{"$set": {"owner": held["owner"], "until": until}}],
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        self._held.setdefault(id(transaction), []).append(held)
        return True

    async def wait_for(self, key: str, transaction: Transaction) -> None:
        """Hold it, once nobody else does.

        Raises:
            UnavailableError: it took too long.
        """
        if any(held["_id"] == key for held in self._held.get(id(transaction), ())):
            return
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while True:
                    if await self.take(key, transaction):
                        return
                    await asyncio.sleep(random.uniform(0, _PAUSE_S))  # noqa: S311 - jitter
        except TimeoutError:
            raise UnavailableError("store-busy") from None

    async def give_back(self, transaction: Transaction) -> None:
        """All that a transaction held."""
        for held in self._held.pop(id(transaction), ()):
            await self._collection.delete_one(held)
