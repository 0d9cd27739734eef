"""Taking and returning money."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec

from labs.commerce.modules.payments import provider
from labs.commerce.modules.payments.api import (
    Charge,
    Payment,
    PaymentFailed,
    PaymentProcessed,
    PaymentRefunded,
    PaymentVoided,
    Refund,
)
from labs.commerce.modules.payments.cards import TEST_METHODS, Behaviour, card
from labs.commerce.modules.payments.store import Entry, Method, PaymentsStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, InvalidError, NotFoundError
from labs.commerce.platform.events import Outbox


@dataclass(frozen=True, slots=True)
class PaymentsService:
    """Fulfils the contract of payments."""

    database: Database
    store: PaymentsStore
    outbox: Outbox
    clock: Clock

    async def process(self, message: Charge) -> Payment:
        """Authorise and capture."""
        known = await self.store.find(message.order_id)
        if known is None:
            known = await self._charge(message)
        if known.status != "CAPTURED":
            code = known.reason or f"payment-{known.status.lower()}"
            raise DomainError(code, orderId=str(message.order_id))
        return known

    async def refund(self, message: Refund) -> Payment:
        """Return what was taken, or see to it that nothing will be."""
        order_id, now = message.order_id, self.clock.now()
        async with self.database.transaction():
            void = Payment(
                order_id=order_id, user_id=None, amount_minor=0, currency="EUR", status="VOIDED"
            )
            if await self.store.record(void, ["VOIDED"], now):
                self.outbox.publish(PaymentVoided(order_id=order_id))
                return void
            payment = await self._locked(order_id)
            if payment.status != "CAPTURED":
                return payment
            await self.store.mark_refunded(order_id, now)
            amount, currency = payment.amount_minor, payment.currency
            self.outbox.publish(
                PaymentRefunded(order_id=order_id, amount_minor=amount, currency=currency)
            )
        return msgspec.structs.replace(payment, status="REFUNDED")

    async def add_method(self, user_id: UUID, card_number: str) -> Method:
        """Exchange a card number for a token."""
        kept = card(card_number)
        method = Method(f"pm_{uuid4().hex}", user_id, kept.last4, kept.behaviour.value)
        await self.store.put_methods([method])
        return method

    async def statement(self, order_id: UUID) -> tuple[Payment, list[Entry]]:
        """An order's payment with its ledger lines."""
        payment = await self.store.find(order_id)
        if payment is None:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        return payment, await self.store.ledger(order_id)

    async def seed(self) -> None:
        """Keep the payment methods that exist from the start."""
        await self.store.put_methods(
            Method(token, None, last4, behaviour.value)
            for token, (last4, behaviour) in TEST_METHODS.items()
        )

    async def _charge(self, message: Charge) -> Payment:
        behaviour = await self._behaviour(message)
        refusal = await provider.authorise(behaviour)
        async with self.database.transaction():
            recorded = await self._record(message, refusal)
        if behaviour is Behaviour.LOSE_ANSWER and not self.database.in_transaction:
            await provider.hang()
        return recorded

    async def _record(self, message: Charge, refusal: str | None) -> Payment:
        order_id, amount, currency = message.order_id, message.amount_minor, message.currency
        payment = Payment(
            order_id=order_id,
            user_id=message.user_id,
            amount_minor=amount,
            currency=currency,
            status="DECLINED" if refusal else "CAPTURED",
            reason=refusal or "",
        )
        kinds = ["DECLINED"] if refusal else ["AUTHORISED", "CAPTURED"]
        if not await self.store.record(payment, kinds, self.clock.now()):
            # another attempt, or a void, came first: its word counts
            return await self._locked(order_id)
        if refusal:
            self.outbox.publish(PaymentFailed(order_id=order_id, reason=refusal))
        else:
            self.outbox.publish(
                PaymentProcessed(order_id=order_id, amount_minor=amount, currency=currency)
            )
        return payment

    async def _behaviour(self, message: Charge) -> Behaviour:
        method = await self.store.method(message.method)
        if method is None or method.user_id not in (None, message.user_id):
            raise InvalidError("payment-method-unknown", method=message.method)
        return Behaviour(method.behaviour)

    async def _locked(self, order_id: UUID) -> Payment:
        payment = await self.store.locked(order_id)
        if payment is None:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        return payment
