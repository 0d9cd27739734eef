"""Holding, taking and returning money."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from labs.commerce.companions.payment_provider.api import (
    Authorise,
    Card,
    PartialRefund,
    Standing,
)
from labs.commerce.companions.payment_provider.cards import Behaviour, KeptCard, reduced
from labs.commerce.companions.payment_provider.store import ProviderStore, Ruling, Terms
from labs.commerce.platform.errors import DomainError, NotFoundError

_SILENCE_S = 30.0
"""Longer than any merchant waits."""

_HELD = Ruling("AUTHORISED", "", ["AUTHORISED"])
_TAKEN = Ruling("CAPTURED", "", ["AUTHORISED", "CAPTURED"])
_THINKING = Ruling("PENDING", "", [])
_RULINGS: Mapping[Behaviour, Ruling] = {
    **{
        kind: Ruling("DECLINED", kind.value, ["DECLINED"])
        for kind in (Behaviour.DECLINE, Behaviour.NO_FUNDS)
    },
    **dict.fromkeys((Behaviour.LATE, Behaviour.TWICE, Behaviour.SHUFFLED), _THINKING),
}


@dataclass(frozen=True, slots=True)
class PaymentProviderService:
    """The provider's business."""

    store: ProviderStore
    on_pending: Callable[[], None]
    """Told that a payment waits for its decision."""

    async def tokenise(self, number: str) -> Card:
        """Exchange a card number for a token."""
        kept, token = reduced(number), f"pm_{uuid4().hex}"
        await self.store.put_card(token, kept)
        return Card(token=token, last4=kept.last4)

    async def card(self, token: str) -> Card:
        """What may be shown of a card."""
        return Card(token=token, last4=(await self._known(token)).last4)

    async def authorise(self, wish: Authorise) -> Standing:
        """Hold money, or take it at once. The same reference gets its first answer again.

        Raises:
            DomainError: the reference stands for another payment, or the token for no card.
        """
        behaviour = (await self._known(wish.token)).behaviour
        if behaviour is Behaviour.SILENT:
            await asyncio.sleep(_SILENCE_S)
        ruling = _RULINGS.get(behaviour, _TAKEN if wish.capture else _HELD)
        is_new = await self.store.open(wish, ruling)
        if not is_new:
            return await self._asked_again(wish)
        if behaviour is Behaviour.LOSE_ANSWER:
            await asyncio.sleep(_SILENCE_S)
        if ruling is _THINKING:
            self.on_pending()
        return Standing(
            reference=wish.reference,
            status=ruling.status,
            amount_minor=wish.amount_minor,
            currency=wish.currency,
            reason=ruling.reason,
        )

    async def capture(self, references: Sequence[UUID]) -> list[Standing]:
        """Take held money. What is not held stays as it is, and the answer says how it stands."""
        await self.store.capture(references)
        return await self.store.standings(references)

    async def reverse(self, reference: UUID) -> Standing:
        """Void what is held, refund what was taken; what was never asked for no longer can be."""
        await self.store.reverse(reference)
        return await self.look(reference)

    async def refund(self, wish: PartialRefund) -> Standing:
        """Return a part of what was taken. The same refund is made once.

        Raises:
            DomainError: that much was not taken, or is not left; or it was another amount before.
        """
        refunded = await self.store.refund(wish)
        if refunded is None:
            raise DomainError("refund-refused", reference=str(wish.reference))
        if refunded != wish.amount_minor:
            raise DomainError("refund-reused", refund=str(wish.refund))
        return await self.look(wish.reference)

    async def look(self, reference: UUID) -> Standing:
        """Where a payment stands."""
        found = await self.store.standings([reference])
        if not found:
            raise NotFoundError("payment-unknown", reference=str(reference))
        return found[0]

    async def _asked_again(self, wish: Authorise) -> Standing:
        standing = await self.look(wish.reference)
        before = await self.store.terms(wish.reference)
        was_reversed = standing.status in ("VOIDED", "REFUNDED")
        if before != Terms(wish.token, wish.amount_minor, wish.currency) and not was_reversed:
            raise DomainError("reference-reused", reference=str(wish.reference))
        return standing

    async def _known(self, token: str) -> KeptCard:
        kept = await self.store.card(token)
        if kept is None:
            raise NotFoundError("card-unknown")
        return kept
