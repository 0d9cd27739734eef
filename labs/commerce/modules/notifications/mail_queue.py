"""Letters that wait to be mailed: claimed before they are sent, so that none is sent twice."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.notifications.mailer import Outcome
from labs.commerce.platform.database import Database
from labs.commerce.platform.durability import IS_SOON, SOON

_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=10)
_CLAIM_LASTS = timedelta(minutes=1)
_DOUBLINGS = 12

_CLAIM = """
    UPDATE notifications.mailbox SET mail = 'SENDING', mail_attempts = mail_attempts + 1,
        mail_after = $1
    WHERE letter IN (
        SELECT letter FROM notifications.mailbox WHERE mail = 'WAITING' AND mail_after <= $1
        ORDER BY letter LIMIT $2 FOR UPDATE SKIP LOCKED)
    RETURNING letter, event_id, user_id, kind, params::text AS params, mail_attempts AS attempts
"""
# A note that a crash of the server loses leaves the letter claimed, and so in doubt: it is not sent
# again. Nobody waits for the disk.
_SETTLE = f"""
    {SOON}
    UPDATE notifications.mailbox SET mail = $2,
        params = CASE WHEN shown THEN params ELSE '{{}}'::jsonb END
    FROM soon WHERE {IS_SOON} AND letter = $1
"""  # noqa: S608 - constants


class Queued(NamedTuple):
    """A letter that this replica, and no other, may send now."""

    letter: int
    event_id: UUID
    user_id: UUID
    kind: str
    params: dict[str, str | int]
    attempts: int


class MailQueue:
    """A view of the letters' table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int) -> list[Queued]:
        """Letters whose time has come."""
        rows = await self._database.fetch(_CLAIM, now, limit)
        return [Queued(**{**row, "params": msgspec.json.decode(row["params"])}) for row in rows]

    async def settle(self, letter: int, outcome: Outcome) -> None:
        """Done with it. What only the mail may hold is forgotten."""
        await self._database.execute(_SETTLE, letter, outcome.value)

    async def postpone(self, queued: Queued, now: datetime) -> None:
        """It certainly was not sent: try again later, and ever later."""
        doublings = min(queued.attempts - 1, _DOUBLINGS)
        pause = min(_FIRST_PAUSE * 2**doublings, _LONGEST_PAUSE)
        await self._database.execute(
            "UPDATE notifications.mailbox SET mail = 'WAITING', mail_after = $2 WHERE letter = $1",
            queued.letter,
            now + pause,
        )

    async def give_up_on_lost_claims(self, now: datetime) -> int:
        """Letters that somebody claimed and never settled: they may have been sent.

        To send them again could make two of one; the customer still finds them in the shop.
        """
        return await self._database.execute(
            "UPDATE notifications.mailbox SET mail = 'IN_DOUBT'"
            " WHERE mail = 'SENDING' AND mail_after < $1",
            now - _CLAIM_LASTS,
        )
