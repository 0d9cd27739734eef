"""The steps that an order takes by itself: each is one statement with the saga's note of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labs.commerce.modules.orders.actions import ShopActions
from labs.commerce.modules.orders.book import OrderBook, cancelled, confirmed
from labs.commerce.modules.orders.orchestrator import TakenOverError
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.modules.orders.saga_store import SagaStore
from labs.commerce.platform.messages import Event
from labs.commerce.platform.telemetry.tracing import Tracer

_ENDS: Mapping[str, Callable[[Purchase, str], Event]] = {
    "ConfirmOrder": lambda purchase, _reason: confirmed(purchase),
    "CancelOrder": cancelled,
}


@dataclass(frozen=True, slots=True)
class NotedSteps:
    """Steps on the tables of orders, where the sagas are too."""

    book: OrderBook
    sagas: SagaStore
    actions: ShopActions
    tracer: Tracer

    async def open(self, noted: Saga, purchase: Purchase) -> bool:
        """Open an order with its saga. False when it is open already."""
        with self.tracer.step("orders", "CreateOrder", purchase.order_id):
            return await self.book.create(purchase, self.sagas.beginning(noted, purchase))

    async def take(self, action: str, noted: Saga, purchase: Purchase, reason: str) -> None:
        """Perform an action, and note how far the saga got with it: both, or neither."""
        with self.tracer.step("orders", action, purchase.order_id):
            if not await self._at_once(action, noted, purchase, reason):
                await self._after_a_look(action, noted, purchase, reason)

    async def _at_once(self, action: str, noted: Saga, purchase: Purchase, reason: str) -> bool:
        end = _ENDS.get(action)
        if end is None:
            return False
        return await self.book.end(purchase, end(purchase, reason), self.sagas.ending(noted))

    async def _after_a_look(
        self, action: str, noted: Saga, purchase: Purchase, reason: str
    ) -> None:
        """More has happened to the order than its being opened: this step itself, perhaps."""
        async with self.book.database.transaction():
            await self.actions.perform(action, purchase, reason)
            if not await self.sagas.save(noted):
                raise TakenOverError
