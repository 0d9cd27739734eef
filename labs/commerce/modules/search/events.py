"""What search listens to."""

from uuid import UUID

from labs.commerce.modules.products.api import ProductChanged
from labs.commerce.modules.search.service import SearchService
from labs.commerce.platform.events import Handlers


def handlers(search: SearchService) -> Handlers:
    """The index follows the catalogue."""

    async def on_changed(event: ProductChanged, _event_id: UUID) -> None:
        await search.index(event.product)

    return {ProductChanged: on_changed}
