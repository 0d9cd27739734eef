"""Signing up, in and out."""

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go, inside
from labs.commerce.platform.errors import DomainError, ShopError


def routes(shop: Shop, door: Door) -> list[Route]:
    """Becoming somebody, and nobody again."""

    async def sign_in_page(visit: Visit) -> Shown:
        return _entrance(visit, "sign-in.html", visit.asked("next"))

    async def sign_up_page(visit: Visit) -> Shown:
        return _entrance(visit, "sign-up.html", visit.asked("next"))

    async def sign_in(visit: Visit) -> Shown:
        return await enter(visit, "sign-in.html")

    async def sign_up(visit: Visit) -> Shown:
        form = visit.form
        try:
            await shop.people.register(
                form.text("email"), form.raw("password"), form.text("name"), visit.words.language
            )
        except DomainError as error:
            return _entrance(visit, "sign-up.html", form.text("next"), error)
        return await enter(visit, "sign-up.html")

    async def enter(visit: Visit, template: str) -> Shown:
        form = visit.form
        try:
            tokens = await shop.people.sign_in(
                form.text("email"), form.raw("password"), visit.address
            )
        except DomainError as error:
            return _entrance(visit, template, form.text("next"), error)
        verifier = visit.request.scope["verifier"]
        session = await shop.sessions.open(visit.jar, tokens, verifier)
        await shop.baskets.merge(visit.jar, session.token)
        return go(inside(form.text("next"), "/"), "welcome")

    async def sign_out(visit: Visit) -> Shown:
        if visit.session:
            await otherwise(None, shop.people.sign_out(visit.token))
        shop.sessions.end(visit.jar)
        return go("/", "goodbye")

    return [
        door.shows("/sign-in", sign_in_page),
        door.acts("/sign-in", sign_in),
        door.shows("/sign-up", sign_up_page),
        door.acts("/sign-up", sign_up),
        door.acts("/sign-out", sign_out),
    ]


def _entrance(visit: Visit, template: str, onward: str, error: ShopError | None = None) -> Page:
    """The form, filled in with everything but the password."""
    view = {
        "next": inside(onward),
        "email": visit.form.text("email"),
        "name": visit.form.text("name"),
        "error": error,
    }
    return Page(template, view, error.status if error else 200)
