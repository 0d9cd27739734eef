"""What behaviour listens to."""

from uuid import UUID

from labs.commerce.modules.behaviour.service import BehaviourService
from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.platform.events import Handlers


def handlers(behaviour: BehaviourService) -> Handlers:
    """Purchases are told by the orders, not by browsers."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        await behaviour.purchased(event.user_id)

    return {OrderConfirmed: on_confirmed}
