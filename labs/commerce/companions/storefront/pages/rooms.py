"""Every page of a customer."""

from starlette.routing import Route

from labs.commerce.companions.storefront.pages import (
    account,
    browsing,
    cart,
    entrance,
    home,
    orders,
    passwords,
    reviews,
    searching,
    till,
)
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Door


def routes(shop: Shop, door: Door) -> list[Route]:
    """The routes of all of them."""
    rooms = (home, browsing, searching, cart, entrance, passwords, account, till, orders, reviews)
    return [route for room in rooms for route in room.routes(shop, door)]
