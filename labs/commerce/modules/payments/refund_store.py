"""The table of what staff give back of orders that stand."""

from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

_COLUMNS = "refund_id, order_id, amount_minor, currency, reason, is_owed"
_LEFT = """
    SELECT CASE WHEN status = 'CAPTURED' AND owed IS NULL THEN amount_minor - returned_minor END
        AS minor, currency
    FROM payments.payments WHERE order_id = $1 FOR UPDATE
"""
_GRANT = """
    WITH granted AS (
        INSERT INTO payments.refunds
            (refund_id, order_id, amount_minor, currency, reason, granted_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + interval '3 seconds')
    )
    UPDATE payments.payments SET returned_minor = returned_minor + $3 WHERE order_id = $2
"""
_ISSUED = """
    WITH issued AS (
        UPDATE payments.refunds SET is_owed = false WHERE refund_id = $1 AND is_owed
        RETURNING order_id, amount_minor, refund_id
    )
    INSERT INTO payments.ledger (order_id, kind, amount_minor, refund_id, at)
    SELECT order_id, 'REFUNDED', -amount_minor, refund_id, $2 FROM issued
"""
_CLAIM = f"""
    UPDATE payments.refunds SET due_at = clock_timestamp() + interval '3 seconds'
    WHERE refund_id IN (
        SELECT refund_id FROM payments.refunds WHERE is_owed AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING {_COLUMNS}
"""  # noqa: S608 - constants


class GrantedRefund(Message, frozen=True, kw_only=True):
    """What staff gave back of an order's money."""

    refund_id: UUID
    order_id: UUID
    amount_minor: int
    currency: str
    reason: str
    is_owed: bool = True
    """The provider has yet to return it."""


class RefundStore:
    """Refunds, and how much of each payment is left for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def left(self, order_id: UUID) -> tuple[int | None, str] | None:
        """How much of an order's money can be given back, and its currency.

        None where nothing is known of a payment; no sum where nothing was taken, or all goes back.
        The payment is held against changes until the transaction ends.
        """
        row = await self._database.fetch_one(_LEFT, order_id)
        return None if row is None else (row["minor"], row["currency"])

    async def find(self, refund_id: UUID) -> GrantedRefund | None:
        """One refund."""
        row = await self._database.fetch_one(
            f"SELECT {_COLUMNS} FROM payments.refunds WHERE refund_id = $1",  # noqa: S608 - constants
            refund_id,
        )
        return None if row is None else GrantedRefund(**row)

    async def grant(self, refund: GrantedRefund, at: datetime) -> None:
        """Note a refund, and that so much less is left."""
        await self._database.execute(
            _GRANT,
            refund.refund_id,
            refund.order_id,
            refund.amount_minor,
            refund.currency,
            refund.reason,
            at,
        )

    async def issued(self, refund_id: UUID, at: datetime) -> bool:
        """Note that the provider has returned it. False when that was noted before."""
        return bool(await self._database.execute(_ISSUED, refund_id, at))

    async def owed_for(self, order_id: UUID) -> list[GrantedRefund]:
        """An order's refunds that the provider has yet to return."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM payments.refunds WHERE order_id = $1 AND is_owed",  # noqa: S608 - constants
            order_id,
        )
        return [GrantedRefund(**row) for row in rows]

    async def claim_owed(self, limit: int) -> list[GrantedRefund]:
        """Take refunds that are due and that nobody is asking for."""
        return [GrantedRefund(**row) for row in await self._database.fetch(_CLAIM, limit)]
