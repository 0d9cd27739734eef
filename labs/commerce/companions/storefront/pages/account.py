"""One's account: profile, reviews, letters."""

import asyncio

from starlette.routing import Route

from labs.commerce.companions.storefront.backend.client import otherwise
from labs.commerce.companions.storefront.cookies import A_YEAR_S, LANGUAGE
from labs.commerce.companions.storefront.language import known
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go


def routes(shop: Shop, door: Door) -> list[Route]:
    """Being somebody."""

    async def account(visit: Visit) -> Shown:
        token = visit.signed_in().token
        profile, reviews = await asyncio.gather(
            otherwise(None, shop.people.profile(token)), otherwise(None, shop.opinions.mine(token))
        )
        products = await shop.products(review.product_id for review in reviews or [])
        view = {"profile": profile, "reviews": reviews, "products": products}
        return Page("account.html", view)

    async def change(visit: Visit) -> Shown:
        token, name = visit.signed_in().token, visit.form.text("name")
        language = known(visit.form.text("language")) or visit.words.language
        await shop.people.change_profile(token, name, language)
        visit.jar.put(LANGUAGE, language, A_YEAR_S)
        return go("/account", "saved")

    async def letters(visit: Visit) -> Shown:
        found = await shop.purchases.letters(visit.signed_in().token, visit.words.language)
        return Page("letters.html", {"letters": found})

    return [
        door.shows("/account", account),
        door.acts("/account", change),
        door.shows("/letters", letters),
    ]
