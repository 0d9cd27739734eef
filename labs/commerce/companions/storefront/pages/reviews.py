"""Writing reviews."""

from starlette.routing import Route

from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import DomainError


def routes(shop: Shop, door: Door) -> list[Route]:
    """Having an opinion."""

    async def write(visit: Visit) -> Shown:
        visit.signed_in()
        return await sheet(visit)

    async def sheet(visit: Visit, error: DomainError | None = None) -> Shown:
        product = await shop.catalogue.product(visit.path_number("product_id"))
        view = {
            "product": product,
            "stars": visit.form.number("stars"),
            "text": visit.form.text("text"),
            "error": error,
        }
        return Page("review.html", view, error.status if error else 200)

    async def submit(visit: Visit) -> Shown:
        token, number = visit.signed_in().token, visit.path_number("product_id")
        stars, text = visit.form.number("stars"), visit.form.text("text")
        try:
            review = await shop.opinions.submit(token, number, stars, text)
        except DomainError as error:
            return await sheet(visit, error)
        notice = "review-shown" if review.status == "APPROVED" else "review-thanks"
        return go(f"/products/{number}", notice)

    return [
        door.shows("/products/{product_id}/review", write),
        door.acts("/products/{product_id}/review", submit),
    ]
