"""Forgetting what has served: marks of handled events, and actions that were performed."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from labs.commerce.platform.database import Database
from labs.commerce.platform.database.durability import NOT_AWAITED
from labs.commerce.platform.telemetry import Log

KEPT = timedelta(hours=1)
"""Far longer than a relay that repeats itself takes; every module withstands a later repetition."""

_EVERY_S = 60.0
_AT_ONCE = 5000

# Which rows a crash brings back does not matter, so nobody waits for the disk.
_SOON = f"SELECT {NOT_AWAITED}"
_MARKS = """
    DELETE FROM platform.inbox WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM platform.inbox WHERE handled_at < now() - $1::interval LIMIT $2
        FOR UPDATE SKIP LOCKED))
"""
# a refused compensation stays until somebody has looked at it
_PERFORMED = """
    DELETE FROM platform.reactions WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM platform.reactions
        WHERE is_done AND refusal = '' AND due_at < now() - $1::interval LIMIT $2
        FOR UPDATE SKIP LOCKED))
"""


@dataclass(frozen=True, slots=True)
class Pruning:
    """Runs in every replica, a little at a time."""

    database: Database
    log: Log

    async def run(self) -> None:
        """Prune until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                while await self.prune(KEPT) == _AT_ONCE:
                    pass
            except Exception as error:  # noqa: BLE001 - the database is away: it will be back
                self.log.warning("pruning-failed", error=repr(error))

    async def prune(self, kept: timedelta) -> int:
        """Forget some of what is older than `kept`. Returns how much, of the larger kind."""
        async with self.database.transaction():
            await self.database.fetch_one(_SOON)
            marks = await self.database.execute(_MARKS, kept, _AT_ONCE)
            performed = await self.database.execute(_PERFORMED, kept, _AT_ONCE)
        return max(marks, performed)
