"""The cart."""

from dataclasses import dataclass

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.catalogue import Product
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go, inside


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the cart, priced."""

    product: Product
    quantity: int

    @property
    def total_minor(self) -> int:
        """What the line costs."""
        return self.product.price_minor * self.quantity


async def rows(shop: Shop, visit: Visit) -> list[Row]:
    """The visitor's cart, priced as of now."""
    lines = await shop.baskets.lines(visit)
    found = await shop.products(line.product_id for line in lines)
    known = [line for line in lines if line.product_id in found]
    return [Row(found[line.product_id], line.quantity) for line in known]


def routes(shop: Shop, door: Door) -> list[Route]:
    """Meaning to buy."""

    async def show(visit: Visit) -> Shown:
        shown = await rows(shop, visit)
        return Page("cart.html", {"rows": shown, "total": sum(row.total_minor for row in shown)})

    async def add(visit: Visit) -> Shown:
        product = visit.form.number("product")
        await shop.catalogue.product(product)
        await shop.baskets.add(visit, product, visit.form.number("quantity", 1))
        return go(inside(visit.form.text("back"), "/cart"), "added")

    async def change(visit: Visit) -> Shown:
        product = visit.path_number("product_id")
        await shop.baskets.put(visit, product, visit.form.number("quantity"))
        return go("/cart")

    return [
        door.shows("/cart", show),
        door.acts("/cart/items", add),
        door.acts("/cart/items/{product_id}", change),
    ]
