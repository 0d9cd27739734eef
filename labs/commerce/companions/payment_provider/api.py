"""The contract of the payment provider: its public HTTP API, in messages.

Everything is keyed by the merchant's reference, so that every request is safe to repeat.
"""

from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

import msgspec

from labs.commerce.platform.messages import Command, Message

PREFIX = "/psp/v1"
REPORT_MAX, CAPTURES_MAX = 100, 100

Amount = Annotated[int, msgspec.Meta(ge=1, le=2_000_000_000)]


class Tokenise(Command, frozen=True):
    """A card, as its holder types it in. Only the provider ever sees one."""

    card_number: str


class Card(Message, frozen=True):
    """What stands for a card from now on."""

    token: str
    last4: str


class TokenRef(Command, frozen=True):
    """Names a card."""

    token: str


class Authorise(Command, frozen=True):
    """Asks for money to be held, and to be taken at once where `capture` says so."""

    reference: UUID
    token: str
    amount_minor: Amount
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)]
    capture: bool = False


class PaymentRef(Command, frozen=True):
    """Names a payment."""

    reference: UUID


class Captures(Command, frozen=True):
    """Payments whose held money is to be taken."""

    references: Annotated[list[UUID], msgspec.Meta(max_length=CAPTURES_MAX)]


class PartialRefund(Command, frozen=True):
    """Asks for a part of what was taken to be returned, once for each `refund`."""

    refund: UUID
    reference: UUID
    amount_minor: Amount


class OpenFor(Command, frozen=True):
    """Asks for payments that have waited for their merchant for so long."""

    at_least_ms: Annotated[int, msgspec.Meta(ge=0)]


class Standing(Message, frozen=True):
    """Where a payment stands in the provider's books."""

    reference: UUID
    status: str
    """`PENDING`, `AUTHORISED`, `CAPTURED`, `DECLINED`, `VOIDED` or `REFUNDED`."""
    amount_minor: int
    currency: str
    reason: str = ""
    refunded_minor: int = 0
    """What was returned of it in parts; a reversal returns the rest."""


class Standings(Message, frozen=True):
    """Where some payments stand."""

    payments: list[Standing]


class Notice(Message, frozen=True):
    """The body of a callback: something became of a payment that had been left open."""

    notice_id: UUID
    at: datetime
    payment: Standing


class PaymentProvider(Protocol):
    """Moves money. It belongs to somebody else: nobody in the shop calls it by contract."""
