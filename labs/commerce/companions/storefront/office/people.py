"""Accounts and their roles."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.backend.office import Grants
from labs.commerce.companions.storefront.office.desk import Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go

ROLES = ("customer", "moderator", "supplier-manager", "admin")
TIERS = ("free", "premium", "enterprise")


def routes(desk: Desk, door: Door) -> list[Route]:
    """Who may do what."""

    async def search(visit: Visit) -> Shown:
        token, text = visit.token, visit.asked("text")
        accounts = await desk.office.accounts(token, text)
        grants = await asyncio.gather(
            *(otherwise(None, desk.office.grants(token, one.user_id)) for one in accounts)
        )
        view = {
            "accounts": list(zip(accounts, grants, strict=True)),
            "text": text,
            "roles": ROLES,
            "tiers": TIERS,
        }
        return Page("office/people.html", view)

    async def grant(visit: Visit) -> Shown:
        roles = [role for role in ROLES if role in visit.form.every("role")]
        grants = Grants(roles=roles, tier=visit.form.text("tier"))
        await desk.office.grant(visit.token, visit.path_id("user_id"), grants)
        return go("/admin/people", "granted")

    return [
        door.shows("/admin/people", for_staff(search)),
        door.acts("/admin/people/{user_id}", for_staff(grant)),
    ]
