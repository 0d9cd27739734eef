"""Carts in the cache, each a hash: product -> quantity and the price it was put in at.

Whatever has to hold for a whole cart is one script, so that two tabs cannot get between.
"""

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast
from uuid import UUID

from labs.commerce.modules.cart.api import CartLine
from labs.commerce.platform.cache import Cache

USER_LIFETIME_S = 14 * 24 * 3600
GUEST_LIFETIME_S = 3 * 24 * 3600
"""Every change begins the time anew. When memory is short, the next to expire goes first."""

LINES_MAX, QUANTITY_MAX = 50, 99

_PUT = """
    local cart, product, line, most, lifetime = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
    local is_new = redis.call('HEXISTS', cart, product) == 0
    if is_new and redis.call('HLEN', cart) >= tonumber(most) then return false end
    redis.call('HSET', cart, product, line)
    redis.call('EXPIRE', cart, lifetime)
    return redis.call('HGETALL', cart)
"""

_MERGE = """
    local guest, user = KEYS[1], KEYS[2]
    local most_of_one, most, lifetime = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
    local lines = redis.call('HGETALL', guest)
    for i = 1, #lines, 2 do
        local product, line = lines[i], lines[i + 1]
        local quantity, price = string.match(line, '(%d+):(%d+)')
        local known = redis.call('HGET', user, product)
        if known then quantity = quantity + string.match(known, '%d+') end
        if known or redis.call('HLEN', user) < most then
            local sum = string.format('%d:%s', math.min(quantity, most_of_one), price)
            redis.call('HSET', user, product, sum)
            redis.call('HDEL', guest, product)
        end
    end
    redis.call('EXPIRE', user, lifetime)
    return redis.call('HKEYS', guest)
"""


@dataclass(frozen=True, slots=True)
class CartKey:
    """Names a cart in the cache."""

    text: str
    lifetime_s: int


def cart_of_user(user_id: UUID) -> CartKey:
    """The cart of somebody with an account."""
    return CartKey(f"cart:{user_id}", USER_LIFETIME_S)


def cart_of_guest(token: str) -> CartKey:
    """The cart of whoever holds a token; the token itself is nowhere kept."""
    return CartKey(
        f"cart:guest:{blake2b(token.encode(), digest_size=24).hexdigest()}", GUEST_LIFETIME_S
    )


class CartStore:
    """Carts by key."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._put: Any = cache.register_script(_PUT)
        self._merge: Any = cache.register_script(_MERGE)

    async def lines(self, cart: CartKey) -> list[CartLine]:
        """What is in a cart, by product."""
        return _lines(await cast("Awaitable[dict[str, str]]", self._cache.hgetall(cart.text)))

    async def put(self, cart: CartKey, line: CartLine) -> list[CartLine] | None:
        """Set a line; the whole cart then. None when the cart is full of other products."""
        args = [line.product_id, f"{line.quantity}:{line.price_minor}", LINES_MAX, cart.lifetime_s]
        flat: list[str] | None = await self._put(keys=[cart.text], args=args)
        return None if flat is None else _lines(dict(zip(flat[::2], flat[1::2], strict=True)))

    async def merge(self, guest: CartKey, user: CartKey) -> list[int]:
        """Move a guest's lines into a user's cart, summed up to the most of one product.

        Returns the products that found no room; they stay in the guest's cart.
        """
        args = [QUANTITY_MAX, LINES_MAX, user.lifetime_s]
        left: list[str] = await self._merge(keys=[guest.text, user.text], args=args)
        return sorted(int(product) for product in left)

    async def remove(self, bought: Iterable[tuple[CartKey, Sequence[int]]]) -> None:
        """Take products out of carts."""
        async with self._cache.pipeline(transaction=False) as pipeline:
            for cart, product_ids in bought:
                pipeline.hdel(cart.text, *map(str, product_ids))
            await pipeline.execute()

    async def clear(self, cart: CartKey) -> None:
        """Empty a cart."""
        await self._cache.delete(cart.text)


def _lines(found: dict[str, str]) -> list[CartLine]:
    return [
        CartLine(product_id=product, quantity=int(quantity), price_minor=int(price))
        for product, line in sorted((int(product), line) for product, line in found.items())
        for quantity, _, price in [line.partition(":")]
    ]
