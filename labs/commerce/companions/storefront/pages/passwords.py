"""A forgotten password: a code by mail, and a new password for it."""

from starlette.routing import Route

from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import DomainError


def routes(shop: Shop, door: Door) -> list[Route]:
    """Coming back after forgetting."""

    async def forgotten(_visit: Visit) -> Shown:
        return Page("forgotten.html")

    async def ask(visit: Visit) -> Shown:
        await shop.people.ask_reset(visit.form.text("email"), visit.address)
        return go("/new-password", "code-sent")

    async def renew(_visit: Visit) -> Shown:
        return Page("new-password.html", {"error": None})

    async def reset(visit: Visit) -> Shown:
        try:
            await shop.people.reset(visit.form.text("code"), visit.form.raw("password"))
        except DomainError as error:
            return Page("new-password.html", {"error": error}, error.status)
        return go("/sign-in", "password-new")

    return [
        door.shows("/forgotten-password", forgotten),
        door.acts("/forgotten-password", ask),
        door.shows("/new-password", renew),
        door.acts("/new-password", reset),
    ]
