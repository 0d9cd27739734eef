"""What a visitor means to buy: a guest's in a cookie, a customer's in the cart service."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labs.commerce.companions.storefront.backend.purchases import Line, Purchases
from labs.commerce.companions.storefront.cookies import BASKET, TWO_WEEKS_S, Jar
from labs.commerce.companions.storefront.forms import whole
from labs.commerce.companions.storefront.visit import Visit

QUANTITY_MAX, LINES_MAX = 99, 50


@dataclass(frozen=True, slots=True)
class Baskets:
    """The cart of whoever asks."""

    purchases: Purchases

    async def lines(self, visit: Visit) -> list[Line]:
        """What is in it."""
        if visit.session is None:
            return guest_lines(visit.jar)
        return await self.purchases.cart(visit.token)

    async def add(self, visit: Visit, product_id: int, quantity: int) -> None:
        """Put so many more of a product into it."""
        there = {line.product_id: line.quantity for line in await self.lines(visit)}
        await self.put(visit, product_id, there.get(product_id, 0) + max(quantity, 1))

    async def put(self, visit: Visit, product_id: int, quantity: int) -> None:
        """Set how many of a product are in it; none takes the product out."""
        quantity = min(quantity, QUANTITY_MAX)
        if visit.session is None:
            keep(visit.jar, changed(guest_lines(visit.jar), product_id, quantity))
        elif quantity > 0:
            await self.purchases.put(visit.token, product_id, quantity)
        else:
            await self.purchases.remove(visit.token, product_id)

    async def merge(self, jar: Jar, token: str) -> None:
        """Move what a guest chose into the cart of the customer that they turned out to be."""
        chosen = guest_lines(jar)
        if not chosen:
            return
        there = {line.product_id: line.quantity for line in await self.purchases.cart(token)}
        wanted = merged(there, chosen)
        await asyncio.gather(
            *(self.purchases.put(token, product, quantity) for product, quantity in wanted.items())
        )
        jar.drop(BASKET)


def guest_lines(jar: Jar) -> list[Line]:
    """The cart in a cookie; whatever in it makes no sense is left out."""
    pairs = (entry.partition(":")[::2] for entry in jar.get(BASKET).split(".")[:LINES_MAX])
    lines = (Line(product_id=whole(p), quantity=whole(q)) for p, q in pairs)
    return [line for line in lines if line.product_id and 0 < line.quantity <= QUANTITY_MAX]


def keep(jar: Jar, lines: Sequence[Line]) -> None:
    """Put a guest's cart into the cookie."""
    text = ".".join(f"{line.product_id}:{line.quantity}" for line in lines[:LINES_MAX])
    jar.put(BASKET, text, TWO_WEEKS_S) if text else jar.drop(BASKET)


def changed(lines: Sequence[Line], product_id: int, quantity: int) -> list[Line]:
    """The lines with another quantity of one product."""
    others = [line for line in lines if line.product_id != product_id]
    if quantity <= 0:
        return others
    new = Line(product_id=product_id, quantity=quantity)
    return [new if line.product_id == product_id else line for line in lines] + (
        [] if len(others) < len(lines) else [new]
    )


def merged(there: Mapping[int, int], chosen: Sequence[Line]) -> dict[int, int]:
    """The quantities to set: what was in both carts is added up."""
    return {
        line.product_id: min(there.get(line.product_id, 0) + line.quantity, QUANTITY_MAX)
        for line in chosen
    }
