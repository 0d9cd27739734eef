"""Every page of the office."""

from starlette.routing import Route

from labs.commerce.companions.storefront.office import (
    catalogue,
    dashboard,
    dead_letters,
    orders,
    people,
    reviews,
    stock,
)
from labs.commerce.companions.storefront.office.desk import Desk
from labs.commerce.companions.storefront.serving import Door


def routes(desk: Desk, door: Door) -> list[Route]:
    """The routes of all of them."""
    rooms = (dashboard, orders, catalogue, stock, reviews, people, dead_letters)
    return [route for room in rooms for route in room.routes(desk, door)]
