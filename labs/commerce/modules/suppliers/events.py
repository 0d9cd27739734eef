"""What suppliers listens to."""

from uuid import UUID

from labs.commerce.modules.stock.api import StockLow
from labs.commerce.modules.suppliers.service import SuppliersService
from labs.commerce.platform.events import Handlers


def handlers(suppliers: SuppliersService) -> Handlers:
    """Low stock becomes a proposal to buy."""

    async def on_low(event: StockLow, event_id: UUID) -> None:
        await suppliers.propose(event_id, event.product_id)

    return {StockLow: on_low}
