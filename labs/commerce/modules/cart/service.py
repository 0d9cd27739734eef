"""Filling and emptying carts."""

from dataclasses import dataclass
from uuid import UUID

from valkey.exceptions import ValkeyError

from labs.commerce.modules.cart.api import CartOf, Contents
from labs.commerce.modules.cart.store import CartStore
from labs.commerce.modules.products.api import ProductRef, Products
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.errors import InvalidError, UnavailableError

QUANTITY_MAX = 99


@dataclass(frozen=True, slots=True)
class CartService:
    """Fulfils the contract of the cart."""

    store: CartStore
    products: Products
    known: Remembered[int, bool]

    async def contents(self, message: CartOf) -> Contents:
        """What is in a user's cart."""
        try:
            return Contents(items=await self.store.contents(message.user_id))
        except ValkeyError:
            raise UnavailableError("cache-unavailable") from None

    async def put(self, user_id: UUID, item: Quantity) -> Contents:
        """Set how many of a product are in a cart.

        Raises:
            NotFoundError: there is no such product.
        """
        if not 1 <= item.quantity <= QUANTITY_MAX:
            raise InvalidError("quantity-out-of-range", low=1, high=QUANTITY_MAX)
        await self.known.get(item.product_id, lambda: self._exists(item.product_id))
        try:
            await self.store.put(user_id, item)
        except ValkeyError:
            raise UnavailableError("cache-unavailable") from None
        return await self.contents(CartOf(user_id=user_id))

    async def remove(self, user_id: UUID, product_ids: list[int]) -> None:
        """Take products out of a cart."""
        try:
            await self.store.remove(user_id, product_ids)
        except ValkeyError:
            raise UnavailableError("cache-unavailable") from None

    async def clear(self, user_id: UUID) -> None:
        """Empty a cart."""
        try:
            await self.store.clear(user_id)
        except ValkeyError:
            raise UnavailableError("cache-unavailable") from None

    async def _exists(self, product_id: int) -> bool:
        await self.products.find(ProductRef(product_id=product_id))
        return True
