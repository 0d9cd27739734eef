"""What a visitor means to buy: the cart service keeps it, for guests by a token of their own."""

from contextlib import suppress
from dataclasses import dataclass

from labs.commerce.companions.storefront.backend.purchases import Holder, Line, Purchases
from labs.commerce.companions.storefront.cookies import BASKET, Jar
from labs.commerce.companions.storefront.visit import Visit
from labs.commerce.platform.errors import ShopError

QUANTITY_MAX = 99


@dataclass(frozen=True, slots=True)
class Baskets:
    """The cart of whoever asks."""

    purchases: Purchases

    async def lines(self, visit: Visit) -> list[Line]:
        """What is in it."""
        holder = _holder(visit)
        return await self.purchases.cart(holder) if holder.is_known else []

    async def add(self, visit: Visit, product_id: int, quantity: int) -> None:
        """Put so many more of a product into it."""
        there = {line.product_id: line.quantity for line in await self.lines(visit)}
        await self.put(visit, product_id, there.get(product_id, 0) + max(quantity, 1))

    async def put(self, visit: Visit, product_id: int, quantity: int) -> None:
        """Set how many of a product are in it; none takes the product out."""
        holder = _holder(visit)
        if not holder.is_known:
            holder = await self._opened(visit.jar)
        if quantity > 0:
            await self.purchases.put(holder, product_id, min(quantity, QUANTITY_MAX))
        else:
            await self.purchases.remove(holder, product_id)

    async def merge(self, jar: Jar, token: str) -> None:
        """Move what a guest chose into the cart of the customer that they turned out to be.

        While the cart is away, the guest's waits in it for the next sign-in.
        """
        guest = jar.get(BASKET)
        if not guest:
            return
        with suppress(ShopError):
            await self.purchases.merge(token, guest)
            jar.drop(BASKET)

    async def _opened(self, jar: Jar) -> Holder:
        cart = await self.purchases.open_guest_cart()
        jar.put(BASKET, cart.cart_token, cart.expires_in_s)
        return Holder(guest=cart.cart_token)


def _holder(visit: Visit) -> Holder:
    return Holder(token=visit.token) if visit.session else Holder(guest=visit.jar.get(BASKET))
