"""Giving back what an order cost, or a part of it, while the order stands."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID, uuid4, uuid5

import msgspec

from labs.commerce.companions.payment_provider.api import PartialRefund
from labs.commerce.modules.payments.api import RefundIssued
from labs.commerce.modules.payments.books import Books
from labs.commerce.modules.payments.provider import Provider
from labs.commerce.modules.payments.refund_store import GrantedRefund, RefundStore
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import (
    DomainError,
    InvalidError,
    NotFoundError,
    OutcomeUnknownError,
    ShopError,
    UnavailableError,
)
from labs.commerce.platform.messages import Command
from labs.commerce.platform.telemetry import Log

REFUND = "Refund"
"""Giving money back on behalf of staff, by the name under which it is crashed at."""

_BATCH = 16

Why = Literal["returned", "damaged", "missing", "late", "goodwill"]
"""What a customer is told: a code, since words written by hand might name somebody."""


class GrantRefund(Command, frozen=True, kw_only=True):
    """What staff give back."""

    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=2_000_000_000)] | None = None
    """None: all that is left."""
    reason: Why


@dataclass(frozen=True, slots=True)
class Refunds:
    """Never returns more than was taken: a refund is promised first, and then asked for."""

    books: Books
    store: RefundStore
    provider: Provider
    log: Log

    async def grant(self, order_id: UUID, wanted: GrantRefund, key: str | None) -> GrantedRefund:
        """Give money back. The same key names the same refund, however often it comes.

        Raises:
            NotFoundError: nothing is known of a payment.
            DomainError: nothing was taken, it all goes back anyway, or less than that is left.
            InvalidError: the key stands for another refund.
        """
        refund_id = uuid5(order_id, f"refund {key}") if key else uuid4()
        async with self.books.database.transaction():
            refund = await self._granted(refund_id, order_id, wanted)
        try:
            await self.issue(refund)
        except (UnavailableError, OutcomeUnknownError) as error:
            self.log.info("refund-waits", order=str(order_id), error=error.code)
        return await self.store.find(refund_id) or refund

    async def issue(self, refund: GrantedRefund) -> None:
        """Have the provider return it, note that, and tell the world. Doing it again is safe."""
        crash_here(Place.BEFORE_STEP, REFUND)
        await self.provider.refund(
            PartialRefund(
                refund=refund.refund_id,
                reference=refund.order_id,
                amount_minor=refund.amount_minor,
            )
        )
        async with self.books.database.transaction():
            if not await self.store.issued(refund.refund_id, self.books.clock.now()):
                return
            self.books.outbox.publish(
                RefundIssued(
                    order_id=refund.order_id,
                    refund_id=refund.refund_id,
                    amount_minor=refund.amount_minor,
                    currency=refund.currency,
                    reason=refund.reason,
                )
            )

    async def finish(self, order_id: UUID) -> None:
        """Have the provider return what was promised for an order and is still owed."""
        for refund in await self.store.owed_for(order_id):
            await self.issue(refund)

    async def settle(self) -> None:
        """Ask for what a crash or a silent provider left behind."""
        for refund in await self.store.claim_owed(_BATCH):
            try:
                await self.issue(refund)
            except ShopError as error:
                self.log.warning("refund-waits", order=str(refund.order_id), error=error.code)

    async def _granted(self, refund_id: UUID, order_id: UUID, wanted: GrantRefund) -> GrantedRefund:
        left = await self.store.left(order_id)
        if left is None:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        known = await self.store.find(refund_id)
        if known is not None:
            return _same(known, wanted)
        minor, currency = left
        refund = GrantedRefund(
            refund_id=refund_id,
            order_id=order_id,
            amount_minor=_sum(minor, wanted),
            currency=currency,
            reason=wanted.reason,
        )
        await self.store.grant(refund, self.books.clock.now())
        return refund


def _sum(left_minor: int | None, wanted: GrantRefund) -> int:
    """How much goes back."""
    if left_minor is None:
        raise DomainError("payment-not-refundable")
    amount = left_minor if wanted.amount_minor is None else wanted.amount_minor
    if not 1 <= amount <= left_minor:
        raise DomainError("refund-too-large", leftMinor=left_minor)
    return amount


def _same(known: GrantedRefund, wanted: GrantRefund) -> GrantedRefund:
    """A refund that was granted before, if it is what is wanted again."""
    is_same = wanted.amount_minor in (None, known.amount_minor) and wanted.reason == known.reason
    if not is_same:
        raise InvalidError("idempotency-key-reused")
    return known
