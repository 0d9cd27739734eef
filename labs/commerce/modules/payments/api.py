"""The contract of payments."""

from typing import Protocol
from uuid import UUID

from labs.commerce.platform.calls.contract import idempotent
from labs.commerce.platform.messages import Event, Message


class Charge(Message, frozen=True):
    """Takes the money for an order."""

    order_id: UUID
    user_id: UUID
    amount_minor: int
    currency: str
    method: str
    """The payment provider's token: nobody in the shop ever sees the card."""


class Refund(Message, frozen=True):
    """Returns the money of an order."""

    order_id: UUID


class Payment(Message, frozen=True):
    """The money of one order."""

    order_id: UUID
    user_id: UUID | None
    amount_minor: int
    currency: str
    status: str
    """`PENDING` and `AUTHORISED` on the way; `CAPTURED`, `DECLINED`, `REFUNDED`, or `VOIDED` before
    anything was taken."""
    reason: str = ""
    returned_minor: int = 0
    """What staff have given back of it; a reversal returns the rest."""


class PaymentProcessed(Event, frozen=True):
    """The money for an order was taken."""

    order_id: UUID
    amount_minor: int
    currency: str


class PaymentFailed(Event, frozen=True):
    """The money for an order could not be taken."""

    order_id: UUID
    reason: str


class PaymentRefunded(Event, frozen=True):
    """The money for an order was returned."""

    order_id: UUID
    amount_minor: int
    currency: str


class PaymentVoided(Event, frozen=True):
    """No money was taken for an order, and none will be."""

    order_id: UUID


class RefundIssued(Event, frozen=True):
    """Staff gave back what an order cost, or a part of it; the order stands."""

    order_id: UUID
    refund_id: UUID
    amount_minor: int
    currency: str
    reason: str


class Payments(Protocol):
    """Takes and returns money; an order is charged at most once."""

    @idempotent
    async def process(self, message: Charge) -> Payment:
        """Authorise and capture. Charging again changes nothing.

        Raises:
            DomainError: the provider declined, or the order was refunded or voided before.
            OutcomeUnknownError: the provider did not answer in time.
        """
        ...

    @idempotent
    async def authorise(self, message: Charge) -> Payment:
        """Have the money held, and leave no trace of it here: `settle` or `refund` must follow.

        Held money that neither follows is let go after a while.

        Raises:
            DomainError: the provider declined, or the order was refunded or voided before.
            OutcomeUnknownError: the provider did not answer in time.
        """
        ...

    @idempotent
    async def settle(self, message: Charge) -> Payment:
        """Note that held money is to be taken. The provider is asked once that is committed.

        Raises:
            DomainError: the money was let go before.
        """
        ...

    @idempotent
    async def refund(self, message: Refund) -> Payment:
        """Return what was taken. What was never charged can no longer be charged.

        In a transaction of the caller's that is noted, and the provider asked afterwards.
        """
        ...
