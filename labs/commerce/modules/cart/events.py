"""What the cart listens to."""

from uuid import UUID

from labs.commerce.modules.cart.service import CartService
from labs.commerce.modules.cart.store import cart_of_user
from labs.commerce.modules.orders.api import OrderConfirmed
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Handlers


def handlers(cart: CartService, database: Database) -> Handlers:
    """What was bought leaves the cart."""

    async def on_confirmed(event: OrderConfirmed, _event_id: UUID) -> None:
        bought = [item.product_id for item in event.items]
        await database.gather(cart.remove_all, (cart_of_user(event.user_id), bought))

    return {OrderConfirmed: on_confirmed}
