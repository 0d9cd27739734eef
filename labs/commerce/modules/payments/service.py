"""Taking and returning money."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from labs.commerce.companions.payment_provider.api import Authorise, Standing
from labs.commerce.companions.payment_provider.cards import TEST_TOKENS
from labs.commerce.modules.payments.api import Charge, Payment, Refund
from labs.commerce.modules.payments.books import Books
from labs.commerce.modules.payments.method_store import Method, MethodStore
from labs.commerce.modules.payments.provider import Provider
from labs.commerce.modules.payments.settlement import Settlement
from labs.commerce.modules.payments.store import CAPTURE, Entry, PaymentsStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import (
    DomainError,
    InvalidError,
    NotFoundError,
    PeerInDoubtError,
)

_SETTLED = ("CAPTURED", "DECLINED")
_MEANWHILE = timedelta(seconds=3)
"""How long the settlement leaves a reversal to whoever asked for it."""


@dataclass(frozen=True, slots=True)
class PaymentsService:
    """Fulfils the contract of payments."""

    database: Database
    store: PaymentsStore
    methods: MethodStore
    books: Books
    provider: Provider
    settlement: Settlement
    clock: Clock

    async def process(self, message: Charge) -> Payment:
        """Authorise and capture."""
        known = await self.store.find(message.order_id)
        if known is None or known.status == "PENDING":
            known = await self._charge(message)
        return _taken(known)

    async def authorise(self, message: Charge) -> Payment:
        """Have the money held."""
        standing = await self._asked(message, capture=False)
        payment = _payment(message, standing)
        if standing.status == "AUTHORISED":
            return payment
        return _taken(payment)

    async def settle(self, message: Charge) -> Payment:
        """Note that held money is to be taken, in the caller's transaction."""
        held = _payment(message, None)
        async with self.database.transaction() as transaction:
            if await self.store.record(held, ["AUTHORISED"], self.clock.now(), CAPTURE):
                transaction.on_commit.append(self.settlement.kick)
                return held
            known = await self.find(message.order_id)
        return known if known.status == "AUTHORISED" else _taken(known)

    async def refund(self, message: Refund) -> Payment:
        """Return what was taken, or see to it that nothing will be."""
        is_ours = not self.database.in_transaction
        async with self.database.transaction() as transaction:
            within = _MEANWHILE if is_ours else timedelta()
            payment, is_due = await self.store.owe_reversal(
                message.order_id, self.clock.now(), within
            )
            if is_due and not is_ours:
                transaction.on_commit.append(self.settlement.kick)
        if not is_due or not is_ours:
            return payment
        await self.settlement.reverse(message.order_id)
        return await self.find(message.order_id)

    async def forget(self, order_id: UUID) -> None:
        """Let go of money that is held for an order which never came to be."""
        if await self.store.never_pay(order_id, self.clock.now()):
            self.settlement.kick()

    async def learn(self, standing: Standing) -> None:
        """Take note of what the provider says of a payment that was left pending."""
        known = await self.store.find(standing.reference)
        if known is None or known.status != "PENDING" or standing.status not in _SETTLED:
            return
        if standing.amount_minor != known.amount_minor:
            raise InvalidError("amount-differs", orderId=str(standing.reference))
        await self.books.charged(replace(known, status=standing.status, reason=standing.reason))

    async def add_method(self, user_id: UUID, token: str) -> Method:
        """Keep the provider's token for a customer's card."""
        card = await self.provider.card(token)
        await self.methods.put([Method(token, user_id, card.last4)])
        return await self._usable(token, user_id)

    async def find(self, order_id: UUID) -> Payment:
        """An order's payment."""
        payment = await self.store.find(order_id)
        if payment is None:
            raise NotFoundError("payment-unknown", orderId=str(order_id))
        return payment

    async def statement(self, order_id: UUID) -> tuple[Payment, list[Entry]]:
        """An order's payment with its ledger lines."""
        return await self.find(order_id), await self.store.ledger(order_id)

    async def seed(self) -> None:
        """Keep the payment methods that exist from the start."""
        await self.methods.put(
            Method(token, None, last4) for token, (last4, _) in TEST_TOKENS.items()
        )

    async def _charge(self, message: Charge) -> Payment:
        payment = _payment(message, await self._asked(message, capture=True))
        if payment.status not in ("PENDING", *_SETTLED):
            return payment
        if await self.books.charged(payment):
            return payment
        return await self.find(message.order_id)

    async def _asked(self, message: Charge, *, capture: bool) -> Standing:
        await self._usable(message.method, message.user_id)
        wish = Authorise(
            reference=message.order_id,
            token=message.method,
            amount_minor=message.amount_minor,
            currency=message.currency,
            capture=capture,
        )
        return await self.provider.authorise(wish)

    async def _usable(self, token: str, user_id: UUID) -> Method:
        method = await self.methods.find(token)
        if method is None or not method.may_be_used_by(user_id):
            raise InvalidError("payment-method-unknown", method=token)
        return method


def _payment(charge: Charge, standing: Standing | None) -> Payment:
    """A charge with what the provider says of it; without its word, the money is held."""
    return Payment(
        order_id=charge.order_id,
        user_id=charge.user_id,
        amount_minor=charge.amount_minor,
        currency=charge.currency,
        status=standing.status if standing else "AUTHORISED",
        reason=standing.reason if standing else "",
    )


def _taken(payment: Payment) -> Payment:
    """The payment, if it was made.

    Raises:
        DomainError: it was declined, refunded or voided.
        OutcomeUnknownError: the provider has not decided yet.
    """
    if payment.status == "PENDING":
        raise PeerInDoubtError("payment-pending", orderId=str(payment.order_id))
    if payment.status != "CAPTURED":
        code = payment.reason or f"payment-{payment.status.lower()}"
        raise DomainError(code, orderId=str(payment.order_id))
    return payment
