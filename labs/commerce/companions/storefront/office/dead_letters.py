"""Events that could not be handled, and having them tried again."""

from uuid import UUID

from starlette.routing import Route

from labs.commerce.companions.storefront.office.desk import Desk, for_staff
from labs.commerce.companions.storefront.serving import Door
from labs.commerce.companions.storefront.visit import Page, Shown, Visit, go
from labs.commerce.platform.errors import NotFoundError

_ROOM = "/admin/dead-letters"


def routes(desk: Desk, door: Door) -> list[Route]:
    """What waits for somebody to look at it."""

    async def look(_visit: Visit) -> Shown:
        found = await desk.dead_letters.look()
        return Page("office/dead-letters.html", {"found": found})

    async def replay(visit: Visit) -> Shown:
        consumer = visit.form.text("consumer")
        if consumer:
            await desk.dead_letters.replay(consumer, _named(visit.form.text("event")))
        else:
            await desk.dead_letters.replay_all()
        return go(_ROOM, "replayed")

    return [
        door.shows(_ROOM, for_staff(look)),
        door.acts(f"{_ROOM}/replay", for_staff(replay)),
    ]


def _named(event_id: str) -> UUID:
    try:
        return UUID(event_id)
    except ValueError:
        raise NotFoundError("no-such-page") from None
