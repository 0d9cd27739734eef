"""How storefront is put together."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.companions.storefront import pictures
from labs.commerce.companions.storefront.api import Storefront
from labs.commerce.companions.storefront.assets import PREFIX, Assets, shipped
from labs.commerce.companions.storefront.backend.catalogue import Catalogue
from labs.commerce.companions.storefront.backend.client import Backend, lines
from labs.commerce.companions.storefront.backend.dead_letters import DeadLetterOffice
from labs.commerce.companions.storefront.backend.machinery import Machinery
from labs.commerce.companions.storefront.backend.office import Office
from labs.commerce.companions.storefront.backend.opinions import Opinions
from labs.commerce.companions.storefront.backend.people import People
from labs.commerce.companions.storefront.backend.purchases import Purchases
from labs.commerce.companions.storefront.basket import Baskets
from labs.commerce.companions.storefront.forms import Seal
from labs.commerce.companions.storefront.frame import Frame
from labs.commerce.companions.storefront.office.desk import Desk
from labs.commerce.companions.storefront.office.rooms import routes as office_pages
from labs.commerce.companions.storefront.pages.rooms import routes as shop_pages
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.rendering import Renderer
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.session import Sessions
from labs.commerce.companions.storefront.visit import Shown, Visit
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.module import Assembly, Module, Parts


class Pages:
    """Fulfils the contract of storefront."""


def build(parts: Parts) -> Assembly:
    """Build the companion from what the host gives it."""
    backend = Backend(lines(parts.spec))
    purchases, people = Purchases(backend), People(backend)
    catalogue, sessions = Catalogue(backend), Sessions(people)
    baskets, assets = Baskets(purchases), shipped()
    shop = Shop(catalogue, Opinions(backend), people, purchases, baskets, sessions)
    seal = Seal(parts.spec.secrets.internal_token)
    frame, renderer = Frame(catalogue, baskets), Renderer.over(assets)
    door = Door(sessions, seal, frame, renderer, parts.streams, parts.log)
    letters = DeadLetterOffice(parts.spec.peers, parts.spec.secrets.internal_token)
    desk = Desk(shop, Office(backend), Machinery(parts.spec.peers), letters)
    pages = [*shop_pages(shop, door), *office_pages(desk, door)]
    return Assembly(Pages(), [*_files(assets), *pages, door.shows("/{path:path}", _nowhere)])


def _files(assets: Assets) -> list[Route]:
    """What never changes under its name."""

    async def drawn(request: Request) -> Response:
        return pictures.respond(request.path_params["name"])

    async def shipped_file(request: Request) -> Response:
        return assets.respond(request.path_params["name"])

    return [
        Route(f"{PREFIX}/pictures/{{name}}", drawn, methods=["GET"]),
        Route(f"{PREFIX}/{{name}}", shipped_file, methods=["GET"]),
    ]


async def _nowhere(_visit: Visit) -> Shown:
    raise NotFoundError("no-such-page")


MODULE = Module("storefront", "", Storefront, build)
