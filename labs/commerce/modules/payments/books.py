"""What the provider said, written into our books and told to the world."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.companions.payment_provider.api import Standing
from labs.commerce.modules.payments.api import (
    Payment,
    PaymentFailed,
    PaymentProcessed,
    PaymentRefunded,
    PaymentVoided,
)
from labs.commerce.modules.payments.store import PaymentsStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.messages import Event

_BOOKED = {"CAPTURED": ["AUTHORISED", "CAPTURED"], "DECLINED": ["DECLINED"], "PENDING": []}


@dataclass(frozen=True, slots=True)
class Books:
    """The shop's own account of its customers' money. Writing the same again changes nothing."""

    database: Database
    store: PaymentsStore
    outbox: Outbox
    clock: Clock

    async def charged(self, payment: Payment) -> bool:
        """Note how a charge ended: taken, declined, or pending still.

        False when another outcome was noted before: its word counts.
        """
        booked, told = _BOOKED[payment.status], map(self.outbox.envelope, _told(payment))
        return await self.store.record(payment, booked, self.clock.now(), told=list(told))

    async def captured(self, order_ids: list[UUID]) -> None:
        """Note that the money held for some orders was taken."""
        async with self.database.transaction():
            for row in await self.store.captured(order_ids, self.clock.now()):
                self.outbox.publish(PaymentProcessed(**row))

    async def reversed(self, standing: Standing) -> None:
        """Note that an order's money went back, or that none will ever be taken for it."""
        order_id = standing.reference
        async with self.database.transaction():
            returned = await self.store.reversed(standing, self.clock.now())
            if returned is None:
                return
            if standing.status == "REFUNDED":
                currency = standing.currency
                self.outbox.publish(
                    PaymentRefunded(order_id=order_id, amount_minor=returned, currency=currency)
                )
            else:
                self.outbox.publish(PaymentVoided(order_id=order_id))


def _told(payment: Payment) -> Iterator[Event]:
    """What the world learns of a charge: nothing while it is pending."""
    order_id = payment.order_id
    if payment.status == "CAPTURED":
        yield PaymentProcessed(
            order_id=order_id, amount_minor=payment.amount_minor, currency=payment.currency
        )
    elif payment.status == "DECLINED":
        yield PaymentFailed(order_id=order_id, reason=payment.reason)
