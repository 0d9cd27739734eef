"""The tables of payments and of what the provider is owed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from labs.commerce.companions.payment_provider.api import Standing
from labs.commerce.modules.payments.api import Payment
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.change import Change
from labs.commerce.platform.database.durability import IS_SOON, SOON
from labs.commerce.platform.messages import Envelope, Message

CAPTURE, REVERSAL = "CAPTURE", "REVERSAL"

_COLUMNS = "order_id, user_id, amount_minor, currency, status, reason, returned_minor"
_FIND = f"SELECT {_COLUMNS} FROM payments.payments WHERE order_id = $1"  # noqa: S608 - constants

_RECORD = Change(
    {
        "paid": """
            INSERT INTO payments.payments AS p
                (order_id, user_id, amount_minor, currency, status, reason, at, owed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $9) ON CONFLICT (order_id) DO UPDATE
            SET status = excluded.status, reason = excluded.reason
            WHERE p.status = 'PENDING' AND p.owed IS NULL RETURNING order_id
        """,
        "booked": """
            INSERT INTO payments.ledger (order_id, kind, amount_minor, at)
            SELECT paid.order_id, kind, $3, $7 FROM paid, unnest($8::text[]) AS kind
        """,
    },
    news="EXISTS (SELECT FROM paid)",
)
_OWE_REVERSAL = f"""
    INSERT INTO payments.payments AS p
        (order_id, amount_minor, currency, status, at, owed, due_at)
    VALUES ($1, 0, 'EUR', 'VOIDED', $2, 'REVERSAL', clock_timestamp() + $3)
    ON CONFLICT (order_id) DO UPDATE SET due_at = clock_timestamp() + $3, owed =
        CASE WHEN p.status IN ('PENDING', 'AUTHORISED', 'CAPTURED') THEN 'REVERSAL' ELSE p.owed END
    RETURNING {_COLUMNS}, owed
"""  # noqa: S608 - constants
_NEVER_PAY = """
    INSERT INTO payments.payments (order_id, amount_minor, currency, status, at, owed, due_at)
    VALUES ($1, 0, 'EUR', 'VOIDED', $2, 'REVERSAL', clock_timestamp()) ON CONFLICT DO NOTHING
"""
_REVERSED = """
    WITH reversed AS (
        UPDATE payments.payments SET status = $2, amount_minor = $3, owed = NULL
        WHERE order_id = $1 AND owed = 'REVERSAL' RETURNING order_id, returned_minor
    ), booked AS (
        INSERT INTO payments.ledger (order_id, kind, amount_minor, at)
        SELECT order_id, kind, amount + returned_minor * (kind = 'REFUNDED')::int, $6
        FROM reversed, unnest($4::text[], $5::int[]) AS line(kind, amount)
        ON CONFLICT DO NOTHING
    )
    SELECT $3 - returned_minor AS returned FROM reversed
"""
_CAPTURED = """
    WITH captured AS (
        UPDATE payments.payments SET status = 'CAPTURED', owed = NULL
        WHERE order_id = ANY($1::uuid[]) AND status = 'AUTHORISED' AND owed = 'CAPTURE'
        RETURNING order_id, amount_minor, currency
    ), booked AS (
        INSERT INTO payments.ledger (order_id, kind, amount_minor, at)
        SELECT order_id, 'CAPTURED', amount_minor, $2 FROM captured
    )
    SELECT order_id, amount_minor, currency FROM captured
"""
# A claim may get lost in a crash, since asking the provider again is harmless.
_CLAIM = f"""
    {SOON}
    UPDATE payments.payments SET due_at = clock_timestamp() + interval '3 seconds'
    FROM soon WHERE {IS_SOON} AND order_id IN (
        SELECT order_id FROM payments.payments
        WHERE owed IS NOT NULL AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING order_id, owed
"""  # noqa: S608 - constants


class Entry(Message, frozen=True):
    """One line of the ledger."""

    kind: str
    amount_minor: int
    at: datetime


class Owed(NamedTuple):
    """What the provider is to be asked for."""

    order_id: UUID
    owed: str


class PaymentsStore:
    """Payments and the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, order_id: UUID) -> Payment | None:
        """The payment of an order."""
        row = await self._database.fetch_one(_FIND, order_id)
        return None if row is None else Payment(**row)

    async def record(
        self,
        payment: Payment,
        booked: Sequence[str],
        at: datetime,
        owed: str | None = None,
        told: Sequence[Envelope] = (),
    ) -> bool:
        """Note a payment and its ledger lines, and tell of it.

        False when the order has a payment already that is more than pending.
        """
        row = await self._database.change(
            _RECORD,
            (
                payment.order_id,
                payment.user_id,
                payment.amount_minor,
                payment.currency,
                payment.status,
                payment.reason,
                at,
                booked,
                owed,
            ),
            told,
        )
        return bool(row["is_news"])

    async def owe_reversal(
        self, order_id: UUID, at: datetime, within: timedelta
    ) -> tuple[Payment, bool]:
        """Note that an order's money is to go back, or that none may ever be taken for it.

        Returns the payment, and whether the provider must be asked. The settlement asks it unless
        somebody else has `within` that time.
        """
        row = dict(await self._database.fetch_one(_OWE_REVERSAL, order_id, at, within))
        owed = row.pop("owed")
        return Payment(**row), owed == REVERSAL

    async def never_pay(self, order_id: UUID, at: datetime) -> bool:
        """Note that nothing may be taken for an order that is not in the books.

        A payment that somebody has prepared and not yet committed is waited for, and stands when
        it comes. False where there is a payment.
        """
        return bool(await self._database.execute(_NEVER_PAY, order_id, at))

    async def reversed(self, standing: Standing, at: datetime) -> int | None:
        """Note that the provider has reversed a payment, which returns what was left of it.

        Returns how much that was; None when it was noted before.

        What it had taken without our knowing is booked too: the two books must agree.
        """
        amount = standing.amount_minor
        lines = {"VOIDED": -amount}
        if standing.status == "REFUNDED":
            lines = {"AUTHORISED": amount, "CAPTURED": amount, "REFUNDED": -amount}
        status = "REFUNDED" if standing.status == "REFUNDED" else "VOIDED"
        kinds, amounts = list(lines), list(lines.values())
        row = await self._database.fetch_one(
            _REVERSED, standing.reference, status, amount, kinds, amounts, at
        )
        return None if row is None else row["returned"]

    async def captured(self, order_ids: Sequence[UUID], at: datetime) -> list[Any]:
        """Note that held money was taken. Returns the orders of which that was news."""
        return list(await self._database.fetch(_CAPTURED, order_ids, at))

    async def claim_owed(self, limit: int) -> list[Owed]:
        """Take what the provider is owed and nobody is asking it for."""
        return [Owed(**row) for row in await self._database.fetch(_CLAIM, limit)]

    async def pending(self, since: datetime, limit: int) -> list[Payment]:
        """Payments that have been pending since before `since`."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM payments.payments"  # noqa: S608 - constants
            " WHERE status = 'PENDING' AND owed IS NULL AND at < $1 ORDER BY at LIMIT $2",
            since,
            limit,
        )
        return [Payment(**row) for row in rows]

    async def hear(self, notice_id: UUID, at: datetime) -> bool:
        """Note that a callback was heard. False when it was heard before."""
        return bool(
            await self._database.execute(
                "INSERT INTO payments.notices (notice_id, at) VALUES ($1, $2)"
                " ON CONFLICT DO NOTHING",
                notice_id,
                at,
            )
        )

    async def ledger(self, order_id: UUID) -> list[Entry]:
        """The ledger lines of an order, oldest first."""
        rows = await self._database.fetch(
            "SELECT kind, amount_minor, at FROM payments.ledger WHERE order_id = $1 ORDER BY entry",
            order_id,
        )
        return [Entry(**row) for row in rows]
