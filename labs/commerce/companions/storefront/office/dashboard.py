"""The shop at a glance."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.office.desk import ADMIN, MODERATOR, Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go


def routes(desk: Desk, door: Door) -> list[Route]:
    """Looking at everything at once."""

    async def dashboard(visit: Visit) -> Shown:
        session = visit.require(ADMIN, MODERATOR)
        if ADMIN not in session.roles:
            return go("/admin/reviews")
        office, token = desk.office, session.token
        summary, days, best, machines, cases = await asyncio.gather(
            otherwise(None, office.summary(token)),
            otherwise(None, office.days(token)),
            otherwise(None, office.bestsellers(token)),
            desk.machinery.look(),
            otherwise(None, office.cases(token)),
        )
        products = await desk.shop.products(sold.product_id for sold in best or [])
        view = {
            "summary": summary,
            "days": list(reversed(days or [])),
            "peak": max((day.revenue_minor for day in days or []), default=0),
            "best": best or [],
            "products": products,
            "machines": machines,
            "cases": cases,
        }
        return Page("office/dashboard.html", view)

    return [door.shows("/admin", for_staff(dashboard, ADMIN, MODERATOR))]
