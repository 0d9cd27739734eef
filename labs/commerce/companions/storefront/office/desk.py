"""What the pages of the office have in common."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from labs.commerce.companions.storefront.backend.dead_letters import DeadLetterOffice
from labs.commerce.companions.storefront.backend.machinery import Machinery
from labs.commerce.companions.storefront.backend.office import Office
from labs.commerce.companions.storefront.pages.shop import Shop
from labs.commerce.companions.storefront.serving import Endpoint
from labs.commerce.companions.storefront.visit import Shown, Visit

ADMIN, MODERATOR = "admin", "moderator"


@dataclass(frozen=True, slots=True)
class Desk:
    """The shop as its staff see it."""

    shop: Shop
    office: Office
    machinery: Machinery
    dead_letters: DeadLetterOffice


def for_staff(endpoint: Callable[[Visit], Awaitable[Shown]], *roles: str) -> Endpoint:
    """Let only these roles in. The modules check again: a page is no lock."""

    async def guarded(visit: Visit) -> Shown:
        visit.require(*(roles or (ADMIN,)))
        return await endpoint(visit)

    return guarded
