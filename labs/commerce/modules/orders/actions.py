"""The actions that a saga's steps can name, and who performs each."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from labs.commerce.modules.orders.book import EXPIRED, OrderBook
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.payments.api import Charge, Payments, Refund
from labs.commerce.modules.reservations.api import Release, Reservations, Reserve
from labs.commerce.modules.shipping.api import CancelShipment, Schedule, Shipping
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.scope import limited
from labs.commerce.platform.telemetry.tracing import Tracer

OWN_ACTIONS = frozenset({"CreateOrder", "ConfirmOrder", "CancelOrder"})
"""Performed on our own tables: they happen together with the note of the saga's progress."""

ACTIONS = OWN_ACTIONS | {
    *("ReserveItems", "ReleaseItems"),
    *("ProcessPayment", "RefundPayment"),
    *("ScheduleShipping", "CancelShipping"),
}

WITHDRAW = "Withdraw"
"""Undoing an order on behalf of its customer, by the name under which it is crashed at."""


class Actions(Protocol):
    """Performs actions by name."""

    async def perform(self, action: str, purchase: Purchase, reason: str) -> None:
        """Perform an action; performing it again changes nothing.

        Raises:
            DomainError: the rules say no.
            UnavailableError, OutcomeUnknownError: ask again.
        """
        ...

    async def expire(self, purchase: Purchase) -> None:
        """Say that the time is over for an order; nothing where it was never opened."""
        ...


@dataclass(frozen=True, slots=True)
class ShopActions:
    """The actions of the shop's modules, wherever these run."""

    book: OrderBook
    reservations: Reservations
    payments: Payments
    shipping: Shipping
    step_timeout_s: float
    """A step that takes longer is in doubt."""

    async def perform(self, action: str, purchase: Purchase, reason: str) -> None:
        """Perform an action as a step of a saga."""
        with limited(self.step_timeout_s):
            await self._table(reason)[action](purchase)

    async def expire(self, purchase: Purchase) -> None:
        """Say that the time is over for an order."""
        with suppress(NotFoundError):
            await self.book.expire(purchase.order_id, EXPIRED)

    async def reserve(self, purchase: Purchase) -> None:
        """Set the goods aside."""
        items = purchase.quantities
        await self.reservations.reserve(Reserve(order_id=purchase.order_id, items=items))

    async def pay(self, purchase: Purchase) -> None:
        """Take the money."""
        await self.payments.process(charge(purchase))

    async def ship(self, purchase: Purchase) -> None:
        """Plan the parcel."""
        await self.shipping.schedule(
            Schedule(order_id=purchase.order_id, user_id=purchase.user_id, address=purchase.address)
        )

    async def keep(self, order_id: UUID) -> None:
        """Keep the goods at home.

        Raises:
            DomainError: the parcel left already.
        """
        await self.shipping.cancel(CancelShipment(order_id=order_id))

    async def undo(self, order_id: UUID) -> None:
        """Return the money of a parcel that stays at home, and let its goods go."""
        await self.payments.refund(Refund(order_id=order_id))
        await self.reservations.release(Release(order_id=order_id))

    async def _release(self, purchase: Purchase) -> None:
        await self.reservations.release(Release(order_id=purchase.order_id))

    async def refund(self, purchase: Purchase) -> None:
        """Return the money, or see to it that none is taken."""
        await self.payments.refund(Refund(order_id=purchase.order_id))

    async def _cancel_shipping(self, purchase: Purchase) -> None:
        await self.keep(purchase.order_id)

    async def _create(self, purchase: Purchase) -> None:
        await self.book.create(purchase)

    def _table(self, reason: str) -> Mapping[str, Callable[[Purchase], Awaitable[None]]]:
        return {
            "CreateOrder": self._create,
            "ReserveItems": self.reserve,
            "ProcessPayment": self.pay,
            "ScheduleShipping": self.ship,
            "ConfirmOrder": self.book.confirm,
            "CancelOrder": lambda purchase: self.book.cancel(purchase, reason),
            "ReleaseItems": self._release,
            "RefundPayment": self.refund,
            "CancelShipping": self._cancel_shipping,
        }


def charge(purchase: Purchase) -> Charge:
    """What a purchase costs its customer."""
    return Charge(
        order_id=purchase.order_id,
        user_id=purchase.user_id,
        amount_minor=purchase.total_minor,
        currency=purchase.currency,
        method=purchase.payment_method,
    )


@dataclass(frozen=True, slots=True)
class TracedActions:
    """Actions of which each is a span."""

    actions: Actions
    tracer: Tracer

    async def perform(self, action: str, purchase: Purchase, reason: str) -> None:
        """Perform an action."""
        with self.tracer.step("orders", action, purchase.order_id):
            await self.actions.perform(action, purchase, reason)

    async def expire(self, purchase: Purchase) -> None:
        """Say that the time is over for an order."""
        await self.actions.expire(purchase)
