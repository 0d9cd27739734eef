"""Deciding what was left open, and telling merchants of it until they have heard."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec

from labs.commerce.companions.payment_provider.api import Notice, Standing
from labs.commerce.companions.payment_provider.cards import TEST_TOKENS, Behaviour
from labs.commerce.companions.payment_provider.signature import HEADER, signed
from labs.commerce.platform.background import kicked
from labs.commerce.platform.calls.client import AnswerLostError, Channel, NotSentError
from labs.commerce.platform.database import Database
from labs.commerce.platform.telemetry import Log

THINKS_S = 0.3
"""How long the bank of a late card takes."""

_POLL_S = 0.5
_PATIENCE_S = 2.0
_ATTEMPTS = 8
_COPIES = 3
_AT_ONCE = 32
_LAG_S = 0.2
"""How far behind the callback about what happened first comes, where they are shuffled."""

_DECIDE = """
    WITH decided AS (
        UPDATE payment_provider.payments p
        SET status = CASE WHEN capture THEN 'CAPTURED' ELSE 'AUTHORISED' END
        WHERE status = 'PENDING' AND opened_at <= clock_timestamp() - $1 * interval '1 second'
        RETURNING *
    ), booked AS (
        INSERT INTO payment_provider.ledger (reference, kind, amount_minor)
        SELECT reference, kind, amount_minor FROM decided,
            unnest(CASE WHEN capture THEN ARRAY['AUTHORISED', 'CAPTURED']
                ELSE ARRAY['AUTHORISED'] END) AS kind
    )
    SELECT decided.reference, status, amount_minor, currency, reason, decided.token, behaviour
    FROM decided LEFT JOIN payment_provider.cards USING (token)
"""
_NOTE = """
    INSERT INTO payment_provider.notices (notice_id, payload, copies, due_at)
    VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 second')
"""
_CLAIM = """
    UPDATE payment_provider.notices SET attempts = attempts + 1,
        due_at = clock_timestamp() + least(2 ^ attempts * 0.2, 30) * interval '1 second'
    WHERE notice_id IN (SELECT notice_id FROM payment_provider.notices
        WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING notice_id, payload, attempts, copies
"""
_HEARD = """
    UPDATE payment_provider.notices SET copies = copies - 1, attempts = 0,
        due_at = clock_timestamp() + interval '50 milliseconds'
    WHERE notice_id = $1
"""


@dataclass(frozen=True, slots=True)
class Notices:
    """The provider's word about payments that it could not answer at once."""

    database: Database
    channel: Channel
    path: str
    key: str
    log: Log
    _kick: asyncio.Event = field(default_factory=asyncio.Event)

    def kick(self) -> None:
        """A payment waits for its decision."""
        self._kick.set()

    async def run(self) -> None:
        """Decide and tell until cancelled."""
        while True:
            if await kicked(self._kick, _POLL_S):
                await asyncio.sleep(THINKS_S)
            self._kick.clear()
            try:
                await self.decide()
                await self.deliver()
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("notices-failed", error=repr(error))

    async def decide(self) -> None:
        """Come to a decision about payments that were left open for long enough."""
        async with self.database.transaction():
            for row in await self.database.fetch(_DECIDE, THINKS_S):
                for standing, copies, delay_s in _told(row):
                    notice = Notice(notice_id=uuid4(), at=datetime.now(UTC), payment=standing)
                    payload = msgspec.json.encode(notice)
                    await self.database.execute(_NOTE, notice.notice_id, payload, copies, delay_s)

    async def deliver(self) -> None:
        """Tell what is due; what nobody hears is told again, ever later, and at last no more."""
        due = await self.database.fetch(_CLAIM, _AT_ONCE)
        await asyncio.gather(*(self._tell(row) for row in due))

    async def _tell(self, row: Any) -> None:  # noqa: ANN401 - a driver's row
        if await self._heard(row["payload"]):
            if row["copies"] > 1:
                await self.database.execute(_HEARD, row["notice_id"])
                self.kick()
                return
        elif row["attempts"] < _ATTEMPTS:
            return
        else:
            self.log.warning("notice-dropped", notice=str(row["notice_id"]))
        await self.database.execute(
            "DELETE FROM payment_provider.notices WHERE notice_id = $1", row["notice_id"]
        )

    async def _heard(self, payload: bytes) -> bool:
        """Send a callback; each attempt is signed anew."""
        headers = {HEADER: signed(self.key, payload, datetime.now(UTC))}
        try:
            answer = await self.channel.post(self.path, payload, headers, _PATIENCE_S)
        except (NotSentError, AnswerLostError, TimeoutError):
            return False
        return 200 <= answer.status < 300  # noqa: PLR2004 - the class of success


def _told(row: Any) -> list[tuple[Standing, int, float]]:  # noqa: ANN401 - a driver's row
    """What a merchant hears of a decided payment, how often, and after how many seconds."""
    final = _standing(row, row["status"])
    behaviour = _behaviour(row)
    if behaviour is Behaviour.TWICE:
        return [(final, _COPIES, 0)]
    if behaviour is Behaviour.SHUFFLED:
        return [(final, 1, 0), (_standing(row, "AUTHORISED"), 1, _LAG_S)]
    return [(final, 1, 0)]


def _behaviour(row: Any) -> Behaviour:  # noqa: ANN401 - a driver's row
    known = TEST_TOKENS.get(row["token"])
    return known[1] if known else Behaviour(row["behaviour"])


def _standing(row: Any, status: str) -> Standing:  # noqa: ANN401 - a driver's row
    return Standing(
        reference=row["reference"],
        status=status,
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        reason=row["reason"],
    )
