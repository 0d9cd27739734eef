"""The order's own part in a checkout that nobody coordinates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from labs.commerce.choreography.plan import Plan
from labs.commerce.modules.orders.api import Order
from labs.commerce.modules.orders.book import WITHDRAWN, OrderBook
from labs.commerce.modules.orders.chain import HEARD, Heard, answer, reason
from labs.commerce.modules.orders.chain_store import ChainStore
from labs.commerce.modules.orders.endings import Endings
from labs.commerce.platform.events import Handler, Handlers
from labs.commerce.platform.messages import Event


@dataclass(frozen=True, slots=True)
class OrderPart:
    """Confirms or cancels an order when the events of its checkout say so."""

    book: OrderBook
    chain: ChainStore
    plan: Plan
    endings: Endings

    def handlers(self) -> Handlers:
        """Everything that is heard about an order."""
        return {kind: self._hear(kind) for kind in HEARD}

    def _hear(self, kind: type[Event]) -> Handler:
        async def handle(event: Any, _event_id: UUID) -> None:  # noqa: ANN401 - any event of an order
            order = await self.book.store.locked(event.order_id)
            if order is None:
                return
            await self.chain.hear(order.order_id, kind.__name__, getattr(event, "reason", ""))
            heard = await self.chain.heard(order.order_id)
            await self._perform(answer(self.plan, order, heard), order, heard)

        return handle

    async def _perform(self, action: str | None, order: Order, heard: Heard) -> None:
        if action is None:
            return
        async with self.book.database.transaction() as transaction:
            if action == "ConfirmOrder":
                await self.book.confirm(order)
            elif action == "CancelOrder":
                await self.book.cancel(order, reason(heard) or WITHDRAWN)
            transaction.on_commit.append(lambda: self.endings.tell(order.order_id))
