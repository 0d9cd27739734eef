"""Filling and emptying carts."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from valkey.exceptions import ValkeyError

from labs.commerce.modules.cart.api import CartLine, CartOf, Contents
from labs.commerce.modules.cart.pricing import Priced, priced
from labs.commerce.modules.cart.store import (
    GUEST_LIFETIME_S,
    LINES_MAX,
    QUANTITY_MAX,
    CartKey,
    CartStore,
    cart_of_guest,
    cart_of_user,
)
from labs.commerce.modules.products.api import Product, ProductRef, ProductRefs, Products
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.errors import DomainError, InvalidError, UnavailableError
from labs.commerce.platform.messages import Message


class GuestCart(Message, frozen=True):
    """A cart for somebody without an account. Whoever holds the token holds the cart."""

    cart_token: str
    expires_in_s: int


class Merged(Message, frozen=True):
    """A user's cart with a guest's in it."""

    items: list[Quantity]
    left_out: list[int]
    """Products for which the cart had no room; they stay in the guest's."""


@dataclass(frozen=True, slots=True)
class CartService:
    """Fulfils the contract of the cart."""

    store: CartStore
    products: Products
    prices: Remembered[int, int]

    async def contents(self, message: CartOf) -> Contents:
        """What is in a user's cart."""
        return await self.within(cart_of_user(message.user_id))

    async def within(self, cart: CartKey) -> Contents:
        """What is in a cart."""
        with _cache():
            return Contents(items=_quantities(await self.store.lines(cart)))

    async def priced(self, cart: CartKey) -> Priced:
        """What is in a cart at today's prices."""
        with _cache():
            lines = await self.store.lines(cart)
        return priced(lines, await self._found([line.product_id for line in lines]))

    def open_guest_cart(self) -> GuestCart:
        """A token that nobody can guess; the cart comes to be when something is put into it."""
        return GuestCart(cart_token=secrets.token_urlsafe(32), expires_in_s=GUEST_LIFETIME_S)

    async def put(self, cart: CartKey, item: Quantity) -> Contents:
        """Set how many of a product are in a cart.

        Raises:
            NotFoundError: there is no such product.
            DomainError: the cart is full.
        """
        if not 1 <= item.quantity <= QUANTITY_MAX:
            raise InvalidError("quantity-out-of-range", low=1, high=QUANTITY_MAX)
        price = await self.prices.get(item.product_id, lambda: self._price(item.product_id))
        line = CartLine(product_id=item.product_id, quantity=item.quantity, price_minor=price)
        with _cache():
            lines = await self.store.put(cart, line)
        if lines is None:
            raise DomainError("cart-full", limit=LINES_MAX)
        return Contents(items=_quantities(lines))

    async def merge(self, token: str, user_id: UUID) -> Merged:
        """Move a guest's cart into a user's. What both hold is summed, up to the most of one."""
        user = cart_of_user(user_id)
        with _cache():
            left_out = await self.store.merge(cart_of_guest(token), user)
        return Merged(items=(await self.within(user)).items, left_out=left_out)

    async def remove(self, cart: CartKey, product_ids: Sequence[int]) -> None:
        """Take products out of a cart."""
        await self.remove_all([(cart, product_ids)])

    async def remove_all(self, bought: Sequence[tuple[CartKey, Sequence[int]]]) -> None:
        """Take products out of carts, all in one request."""
        with _cache():
            await self.store.remove(bought)

    async def clear(self, cart: CartKey) -> None:
        """Empty a cart."""
        with _cache():
            await self.store.clear(cart)

    async def _price(self, product_id: int) -> int:
        return (await self.products.find(ProductRef(product_id=product_id))).price_minor

    async def _found(self, product_ids: list[int]) -> dict[int, Product]:
        """Products of a cart, without those that are no longer sold."""
        try:
            found = await self.products.find_all(ProductRefs(product_ids=product_ids))
        except DomainError as error:
            gone = error.params.get("productIds")
            if error.code != "product-unknown" or not isinstance(gone, list):
                raise
            return await self._found([i for i in product_ids if i not in gone])
        return {product.product_id: product for product in found.products}


@contextmanager
def _cache() -> Iterator[None]:
    """Say that nothing was done when the cache is away."""
    try:
        yield
    except ValkeyError:
        raise UnavailableError("cache-unavailable") from None


def _quantities(lines: list[CartLine]) -> list[Quantity]:
    return [Quantity(product_id=line.product_id, quantity=line.quantity) for line in lines]
