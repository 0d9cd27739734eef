"""Rebuilding the index from the catalogue, a part at a time, while it serves."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from labs.commerce.modules.products.api import Products, ProductsAfter
from labs.commerce.modules.search.store import SearchStore
from labs.commerce.platform.background import kicked
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message
from labs.commerce.platform.telemetry import Log

_PART = 200
_POLL_S = 5.0
"""A request kicks; the poll finds what a replica that died left behind."""
_LEASE = timedelta(seconds=10)

_COLUMNS = "rebuild_id, after_id, indexed, requested_at, finished_at"

_CLAIM = f"""
    UPDATE search.rebuilds SET due_at = clock_timestamp() + $1 WHERE rebuild_id = (
        SELECT rebuild_id FROM search.rebuilds
        WHERE finished_at IS NULL AND due_at <= clock_timestamp()
        ORDER BY rebuild_id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING {_COLUMNS}
"""  # noqa: S608 - a constant


class Rebuild(Message, frozen=True, kw_only=True):
    """A rebuild and how far it is."""

    rebuild_id: int
    after_id: int
    """The last product that is done."""
    indexed: int
    requested_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rebuilder:
    """Carries rebuilds out, in whichever replica gets to it."""

    database: Database
    store: SearchStore
    products: Products
    log: Log
    _kick: asyncio.Event = field(default_factory=asyncio.Event)

    async def request(self) -> Rebuild:
        """Ask for a rebuild."""
        row = await self.database.fetch_one(
            f"INSERT INTO search.rebuilds DEFAULT VALUES RETURNING {_COLUMNS}"  # noqa: S608
        )
        self._kick.set()
        return Rebuild(**row)

    async def latest(self) -> Rebuild | None:
        """The rebuild that was asked for last."""
        row = await self.database.fetch_one(
            f"SELECT {_COLUMNS} FROM search.rebuilds ORDER BY rebuild_id DESC LIMIT 1"  # noqa: S608
        )
        return None if row is None else Rebuild(**row)

    async def run(self) -> None:
        """Rebuild whenever it is asked for, until cancelled."""
        while True:
            await kicked(self._kick, _POLL_S)
            self._kick.clear()
            try:
                while await self.step():
                    pass
            except Exception as error:  # noqa: BLE001 - a server is away: the lease runs out
                self.log.warning("rebuild-failed", error=repr(error))

    async def step(self) -> bool:
        """Do the next part of a rebuild. False when there is none to do."""
        row = await self.database.fetch_one(_CLAIM, _LEASE)
        if row is None:
            return False
        rebuild = Rebuild(**row)
        asked = ProductsAfter(product_id=rebuild.after_id, limit=_PART)
        part = (await self.products.after(asked)).products
        await self.store.replace_after(rebuild.after_id, part)
        await self._note(rebuild, part[-1].product_id if part else None, len(part))
        return True

    async def _note(self, rebuild: Rebuild, last: int | None, count: int) -> None:
        await self.database.execute(
            "UPDATE search.rebuilds SET after_id = coalesce($2, after_id), indexed = indexed + $3,"
            " due_at = clock_timestamp(),"
            " finished_at = CASE WHEN $2::int IS NULL THEN clock_timestamp() END"
            " WHERE rebuild_id = $1 AND after_id = $4 AND finished_at IS NULL",
            rebuild.rebuild_id,
            last,
            count,
            rebuild.after_id,
        )
