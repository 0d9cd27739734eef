"""Carts in the cache: losing one is a nuisance, not a loss."""

from collections.abc import Awaitable
from typing import cast
from uuid import UUID

from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.cache import Cache

_LIFETIME_S = 14 * 24 * 3600


class CartStore:
    """One hash per user: product -> quantity."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    async def contents(self, user_id: UUID) -> list[Quantity]:
        """What is in a cart, by product."""
        found = await cast("Awaitable[dict[str, str]]", self._cache.hgetall(_key(user_id)))
        return [
            Quantity(product_id=int(product), quantity=int(quantity))
            for product, quantity in sorted(found.items(), key=lambda entry: int(entry[0]))
        ]

    async def put(self, user_id: UUID, item: Quantity) -> None:
        """Set how many of a product are in a cart."""
        async with self._cache.pipeline(transaction=False) as pipe:
            pipe.hset(_key(user_id), str(item.product_id), str(item.quantity))
            pipe.expire(_key(user_id), _LIFETIME_S)
            await pipe.execute()

    async def remove(self, user_id: UUID, product_ids: list[int]) -> None:
        """Take products out of a cart."""
        fields = [str(product) for product in product_ids]
        await cast("Awaitable[int]", self._cache.hdel(_key(user_id), *fields))

    async def clear(self, user_id: UUID) -> None:
        """Empty a cart."""
        await self._cache.delete(_key(user_id))


def _key(user_id: UUID) -> str:
    return f"cart:{user_id}"
