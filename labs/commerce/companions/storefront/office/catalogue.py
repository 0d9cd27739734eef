"""The catalogue, seen from behind."""

import re

from msgspec.structs import replace
from starlette.routing import Route

from labs.commerce.companions.storefront.backend.catalogue import Product
from labs.commerce.companions.storefront.backend.text import Text
from labs.commerce.companions.storefront.office.desk import Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import DomainError, InvalidError

PAGE = 20
_PRICE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{2}))?")


def routes(desk: Desk, door: Door) -> list[Route]:
    """Names, texts and prices."""

    async def shelf(visit: Visit) -> Shown:
        wanted = {"limit": PAGE, "after": visit.asked_number("after") or ""}
        text = visit.asked("text")
        if text:
            hits = (await desk.shop.catalogue.search(text, PAGE)).hits
            products = list((await desk.shop.products(h.product_id for h in hits)).values())
        else:
            products = await desk.shop.catalogue.products(wanted)
        following = products[-1].product_id if len(products) == PAGE and not text else 0
        view = {"products": products, "text": text, "following": following}
        return Page("office/products.html", view)

    async def edit(visit: Visit) -> Shown:
        product = await desk.shop.catalogue.product(visit.path_number("product_id"))
        return await sheet(product, None)

    async def sheet(product: Product, error: DomainError | None) -> Shown:
        view = {"product": product, "error": error}
        return Page("office/product.html", view, error.status if error else 200)

    async def change(visit: Visit) -> Shown:
        product = await desk.shop.catalogue.product(visit.path_number("product_id"))
        try:
            product = described(product, visit)
            await desk.office.change(visit.token, product)
        except DomainError as error:
            return await sheet(product, error)
        return go(f"/admin/products/{product.product_id}", "changed")

    return [
        door.shows("/admin/products", for_staff(shelf)),
        door.shows("/admin/products/{product_id}", for_staff(edit)),
        door.acts("/admin/products/{product_id}", for_staff(change)),
    ]


def described(product: Product, visit: Visit) -> Product:
    """The product as the form describes it.

    Raises:
        InvalidError: the price is none.
    """
    form = visit.form
    return replace(
        product,
        category=form.text("category"),
        name=Text(ru=form.text("name_ru"), en=form.text("name_en")),
        description=Text(ru=form.text("description_ru"), en=form.text("description_en")),
        price_minor=minor(form.text("price")),
    )


def minor(price: str) -> int:
    """Cents, from a price as a person writes it.

    Raises:
        InvalidError: it is no price.
    """
    written = _PRICE.fullmatch(price.strip())
    if written is None:
        raise InvalidError("price-out-of-range")
    return int(written[1]) * 100 + int(written[2] or 0)
