"""Telling customers what happened to their orders."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

import msgspec

from labs.commerce.modules.order_status.store import Entry, OrderStatusStore
from labs.commerce.platform.database.doorbells import Doorbells
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.events import happened_at
from labs.commerce.platform.messages import Message
from labs.commerce.platform.serving.streaming import event

_STATUS = {
    "OrderCreated": "placed",
    "ItemsReserved": "placed",
    "PaymentProcessed": "paid",
    "OrderConfirmed": "confirmed",
    "ShipmentMoved IN_TRANSIT": "on its way",
    "ShipmentMoved DELIVERED": "delivered",
    "OrderCancelled": "cancelled",
}
_PROGRESS = ("placed", "paid", "confirmed", "on its way", "delivered", "cancelled")


class OrderTimeline(Message, frozen=True, kw_only=True):
    """Where an order stands, and how it got there."""

    order_id: UUID
    status: str
    timeline: list[Entry]


@dataclass(frozen=True, slots=True)
class OrderStatusService:
    """Fulfils the contract of order status."""

    store: OrderStatusStore
    doorbells: Doorbells

    async def note(self, event_id: UUID, order_id: UUID, event: str, detail: str = "") -> None:
        """Append an event to an order's timeline."""
        await self.store.add(event_id, order_id, event, detail, happened_at())
        self.doorbells.ring_on_commit(order_id)

    async def opened(self, event_id: UUID, order_id: UUID, user_id: UUID) -> None:
        """An order was placed."""
        await self.store.own(order_id, user_id)
        await self.note(event_id, order_id, "OrderCreated")

    async def of(self, order_id: UUID, asked_by: UUID | None) -> OrderTimeline:
        """Where an order stands. `asked_by` None: somebody who may see every order.

        Raises:
            NotFoundError: no event has told of such an order yet, or it is somebody else's.
        """
        owner = await self.store.owner(order_id)
        if owner is None or asked_by not in (None, owner):
            raise NotFoundError("order-unknown", orderId=str(order_id))
        return await self._timeline(order_id)

    async def follow(self, order_id: UUID) -> AsyncGenerator[bytes]:
        """Where an order stands, and again whenever more has happened to it."""
        told = 0
        with self.doorbells.listening(order_id) as bell:
            while True:
                bell.answer()
                now = await self._timeline(order_id)
                if len(now.timeline) > told:
                    told = len(now.timeline)
                    yield event("timeline", msgspec.json.encode(now))
                await bell.rings()

    async def _timeline(self, order_id: UUID) -> OrderTimeline:
        timeline = await self.store.timeline(order_id)
        return OrderTimeline(order_id=order_id, status=status(timeline), timeline=timeline)


def status(timeline: list[Entry]) -> str:
    """The furthest an order got. Events of different modules may arrive out of order."""
    seen = {_STATUS.get(f"{entry.event} {entry.detail}".strip()) for entry in timeline}
    seen |= {_STATUS.get(entry.event) for entry in timeline}
    reached = [state for state in _PROGRESS if state in seen]
    return reached[-1] if reached else _PROGRESS[0]
