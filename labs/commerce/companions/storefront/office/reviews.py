"""Reviews that wait for a person."""

from starlette.routing import Route

from labs.commerce.companions.storefront.office.desk import MODERATOR, Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go


def routes(desk: Desk, door: Door) -> list[Route]:
    """Deciding what is published."""

    async def queue(visit: Visit) -> Shown:
        cases = await desk.office.cases(visit.token)
        products = await desk.shop.products({case.product_id for case in cases})
        return Page("office/reviews.html", {"cases": cases, "products": products})

    async def decide(visit: Visit) -> Shown:
        approve, reason = visit.form.text("decision") == "approve", visit.form.text("reason")
        review = visit.path_id("review_id")
        await desk.office.decide(visit.token, review, reason, approve=approve)
        return go("/admin/reviews", "published" if approve else "rejected")

    return [
        door.shows("/admin/reviews", for_staff(queue, MODERATOR)),
        door.acts("/admin/reviews/{review_id}", for_staff(decide, MODERATOR)),
    ]
