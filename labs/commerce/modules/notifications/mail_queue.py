"""Letters that wait to be mailed: claimed before they are sent, so that none is sent twice."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from labs.commerce.modules.notifications.mailer import Outcome
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.durability import IS_SOON, SOON

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
    RETURNING letter, event_id, user_id, kind, params::text AS params, mail_attempts AS attempts,
        coalesce((SELECT email FROM notifications.preferences p
            WHERE p.user_id = mailbox.user_id), true) AS by_mail
"""
# A note that a crash of the server loses leaves the letter claimed, and so in doubt: it is not sent
# again. Nobody waits for the disk.
_SETTLE = f"""
    {SOON}
    UPDATE notifications.mailbox m SET mail = settled.mail,
        params = CASE WHEN shown THEN params ELSE '{{}}'::jsonb END
    FROM soon, unnest($1::bigint[], $2::text[]) AS settled (letter, mail)
    WHERE {IS_SOON} AND m.letter = settled.letter
"""  # noqa: S608 - constants


class Queued(NamedTuple):
    """A letter that this replica, and no other, may send now."""

    letter: int
    event_id: UUID
    user_id: UUID
    kind: str
    params: dict[str, str | int]
    attempts: int
    by_mail: bool
    """Whether the customer wants mail."""


class MailQueue:
    """A view of the letters' table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int) -> list[Queued]:
        """Letters whose time has come."""
        rows = await self._database.fetch(_CLAIM, now, limit)
        return [Queued(**{**row, "params": msgspec.json.decode(row["params"])}) for row in rows]

    async def settle(self, outcomes: Mapping[int, Outcome]) -> None:
        """Done with letters. What only the mail may hold is forgotten."""
        mail = [outcome.value for outcome in outcomes.values()]
        await self._database.execute(_SETTLE, list(outcomes), mail)

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
