"""The tables of payments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from labs.commerce.modules.payments.api import Payment
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

_FIND = (
    "SELECT order_id, user_id, amount_minor, currency, status, reason"
    " FROM payments.payments WHERE order_id = $1"
)

_RECORD = """
    WITH paid AS (
        INSERT INTO payments.payments
            (order_id, user_id, amount_minor, currency, status, reason, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (order_id) DO NOTHING RETURNING order_id
    )
    INSERT INTO payments.ledger (order_id, kind, amount_minor, at)
    SELECT paid.order_id, kind, $3, $7 FROM paid, unnest($8::text[]) AS kind
"""


@dataclass(frozen=True, slots=True)
class Method:
    """A payment method on file."""

    token: str
    user_id: UUID | None
    """None: everybody may use it."""
    last4: str
    behaviour: str


class Entry(Message, frozen=True):
    """One line of the ledger."""

    kind: str
    amount_minor: int
    at: datetime


class PaymentsStore:
    """Payment methods, payments and the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_methods(self, methods: Iterable[Method]) -> None:
        """Keep payment methods."""
        await self._database.execute_many(
            "INSERT INTO payments.methods (token, user_id, last4, behaviour)"
            " VALUES ($1, $2, $3, $4)",
            [(m.token, m.user_id, m.last4, m.behaviour) for m in methods],
        )

    async def method(self, token: str) -> Method | None:
        """A payment method."""
        row = await self._database.fetch_one(
            "SELECT token, user_id, last4, behaviour FROM payments.methods WHERE token = $1", token
        )
        return None if row is None else Method(**row)

    async def find(self, order_id: UUID) -> Payment | None:
        """The payment of an order."""
        row = await self._database.fetch_one(_FIND, order_id)
        return None if row is None else _payment(row)

    async def locked(self, order_id: UUID) -> Payment | None:
        """The payment of an order, held against changes until the transaction ends."""
        row = await self._database.fetch_one(_FIND + " FOR UPDATE", order_id)
        return None if row is None else _payment(row)

    async def record(self, payment: Payment, kinds: list[str], at: datetime) -> bool:
        """Note a payment and its ledger lines. False when the order has a payment already."""
        written = await self._database.execute(
            _RECORD,
            payment.order_id,
            payment.user_id,
            payment.amount_minor,
            payment.currency,
            payment.status,
            payment.reason,
            at,
            kinds,
        )
        return bool(written)

    async def mark_refunded(self, order_id: UUID, at: datetime) -> None:
        """Return the captured money."""
        await self._database.execute(
            "WITH refunded AS (UPDATE payments.payments SET status = 'REFUNDED'"
            " WHERE order_id = $1 AND status = 'CAPTURED' RETURNING order_id, amount_minor)"
            " INSERT INTO payments.ledger (order_id, kind, amount_minor, at)"
            " SELECT order_id, 'REFUNDED', -amount_minor, $2 FROM refunded",
            order_id,
            at,
        )

    async def ledger(self, order_id: UUID) -> list[Entry]:
        """The ledger lines of an order, oldest first."""
        rows = await self._database.fetch(
            "SELECT kind, amount_minor, at FROM payments.ledger WHERE order_id = $1 ORDER BY entry",
            order_id,
        )
        return [Entry(**row) for row in rows]


def _payment(row: Any) -> Payment:  # noqa: ANN401 - a driver's row
    return Payment(**row)
