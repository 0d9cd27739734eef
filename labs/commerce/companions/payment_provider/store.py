"""The provider's tables."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from labs.commerce.companions.payment_provider.api import (
    REPORT_MAX,
    Authorise,
    PartialRefund,
    Standing,
)
from labs.commerce.companions.payment_provider.cards import TEST_TOKENS, Behaviour, KeptCard
from labs.commerce.platform.database import Database

_OPEN = """
    WITH opened AS (
        INSERT INTO payment_provider.payments
            (reference, token, amount_minor, currency, status, reason, capture)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (reference) DO NOTHING RETURNING reference
    ), booked AS (
        INSERT INTO payment_provider.ledger (reference, kind, amount_minor)
        SELECT reference, kind, $3 FROM opened, unnest($8::text[]) AS kind
    )
    SELECT count(*) AS opened FROM opened
"""
_CAPTURE = """
    WITH captured AS (
        UPDATE payment_provider.payments SET status = 'CAPTURED'
        WHERE reference = ANY($1::uuid[]) AND status = 'AUTHORISED'
        RETURNING reference, amount_minor
    )
    INSERT INTO payment_provider.ledger (reference, kind, amount_minor)
    SELECT reference, 'CAPTURED', amount_minor FROM captured
"""
_REVERSE = """
    WITH reversed AS (
        INSERT INTO payment_provider.payments AS p
            (reference, token, amount_minor, currency, status, capture)
        VALUES ($1, '', 0, 'EUR', 'VOIDED', false)
        ON CONFLICT (reference) DO UPDATE SET status =
            CASE p.status WHEN 'CAPTURED' THEN 'REFUNDED' ELSE 'VOIDED' END
        WHERE p.status IN ('PENDING', 'AUTHORISED', 'CAPTURED')
        RETURNING reference, status, amount_minor - refunded_minor AS amount_minor
    )
    INSERT INTO payment_provider.ledger (reference, kind, amount_minor)
    SELECT reference, status, -amount_minor FROM reversed
"""
_LOCK = "SELECT FROM payment_provider.payments WHERE reference = $1 FOR UPDATE"
_REFUND = """
    WITH moved AS (
        UPDATE payment_provider.payments SET refunded_minor = refunded_minor + $3
        WHERE reference = $1 AND status = 'CAPTURED' AND refunded_minor + $3 <= amount_minor
            AND NOT EXISTS (
                SELECT FROM payment_provider.ledger WHERE reference = $1 AND refund = $2)
        RETURNING reference
    )
    INSERT INTO payment_provider.ledger (reference, kind, amount_minor, refund)
    SELECT reference, 'REFUNDED', -$3, $2 FROM moved
"""
_REFUNDED = """
    SELECT -amount_minor AS amount_minor FROM payment_provider.ledger
    WHERE reference = $1 AND refund = $2
"""
_STANDING = (
    "SELECT reference, status, amount_minor, currency, reason, refunded_minor"
    " FROM payment_provider.payments"
)


class Terms(NamedTuple):
    """What a payment was opened for."""

    token: str
    amount_minor: int
    currency: str


class Ruling(NamedTuple):
    """How a card's bank answers."""

    status: str
    reason: str
    booked: list[str]
    """The lines of the ledger that it causes."""


class ProviderStore:
    """Cards, payments and the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_card(self, token: str, kept: KeptCard) -> None:
        """Keep what may be kept of a card."""
        await self._database.execute(
            "INSERT INTO payment_provider.cards (token, last4, behaviour) VALUES ($1, $2, $3)",
            token,
            kept.last4,
            kept.behaviour.value,
        )

    async def card(self, token: str) -> KeptCard | None:
        """What a token stands for."""
        if token in TEST_TOKENS:
            return KeptCard(*TEST_TOKENS[token])
        row = await self._database.fetch_one(
            "SELECT last4, behaviour FROM payment_provider.cards WHERE token = $1", token
        )
        return None if row is None else KeptCard(row["last4"], Behaviour(row["behaviour"]))

    async def open(self, wish: Authorise, ruling: Ruling) -> bool:
        """Note a payment. False when its reference has one already."""
        row = await self._database.fetch_one(
            _OPEN,
            wish.reference,
            wish.token,
            wish.amount_minor,
            wish.currency,
            ruling.status,
            ruling.reason,
            wish.capture,
            ruling.booked,
        )
        return bool(row["opened"])

    async def terms(self, reference: UUID) -> Terms:
        """What a payment was opened for."""
        row = await self._database.fetch_one(
            "SELECT token, amount_minor, currency FROM payment_provider.payments"
            " WHERE reference = $1",
            reference,
        )
        return Terms(**row)

    async def capture(self, references: Sequence[UUID]) -> None:
        """Take the money that is held for some payments."""
        await self._database.execute(_CAPTURE, references)

    async def reverse(self, reference: UUID) -> None:
        """Let go of what is held or return what was taken; no more can be taken afterwards."""
        await self._database.execute(_REVERSE, reference)

    async def refund(self, wish: PartialRefund) -> int | None:
        """Return a part of what was taken, once: how much that was; None where it is too much."""
        async with self._database.transaction():
            await self._database.execute(_LOCK, wish.reference)
            named = (wish.reference, wish.refund)
            await self._database.execute(_REFUND, *named, wish.amount_minor)
            row = await self._database.fetch_one(_REFUNDED, *named)
        return None if row is None else row["amount_minor"]

    async def standings(self, references: Sequence[UUID]) -> list[Standing]:
        """Where some payments stand."""
        rows = await self._database.fetch(
            f"{_STANDING} WHERE reference = ANY($1::uuid[])",
            references,
        )
        return _standings(rows)

    async def open_for(self, at_least_ms: int) -> list[Standing]:
        """Payments that have waited for their merchant, the oldest first."""
        rows = await self._database.fetch(
            f"{_STANDING} WHERE status IN ('PENDING', 'AUTHORISED')"
            " AND opened_at <= clock_timestamp() - $1 * interval '1 millisecond'"
            " ORDER BY opened_at LIMIT $2",
            float(at_least_ms),
            REPORT_MAX,
        )
        return _standings(rows)


def _standings(rows: Iterable[Any]) -> list[Standing]:
    return [Standing(**row) for row in rows]
