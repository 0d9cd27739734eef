"""The order's own part in a checkout that nobody coordinates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from labs.commerce.choreography.plan import Plan
from labs.commerce.modules.orders.api import Order, OrderExpired
from labs.commerce.modules.orders.book import WITHDRAWN, OrderBook
from labs.commerce.modules.orders.chain import HEARD, Heard, answer, reason, turned_back
from labs.commerce.modules.orders.chain_store import ChainStore
from labs.commerce.modules.orders.endings import Endings
from labs.commerce.modules.orders.state import OrderStatus
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

    async def give_up(self, order_id: UUID, why: str) -> bool:
        """Call for the compensations of an order that has not ended and is not turned back.

        False where it has, or is.
        """
        async with self.book.database.transaction():
            order = await self.book.store.locked(order_id)
            if order is None or order.status != OrderStatus.PENDING.value:
                return False
            if turned_back(await self.chain.heard(order_id)):
                return False
            await self.chain.hear(order_id, OrderExpired.__name__, why)
            await self.book.expire(order_id, why)
            await self._answer(order_id)
        return True

    async def _answer(self, order_id: UUID) -> None:
        """What was undone before the order was given up calls for its end at once."""
        order, heard = await self.book.find(order_id), await self.chain.heard(order_id)
        await self._perform(answer(self.plan, order, heard), order, heard)

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
