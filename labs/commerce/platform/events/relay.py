"""From the outbox to the broker."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from labs.commerce.platform.background import kicked
from labs.commerce.platform.brokers.port import Broker
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.durability import NOT_AWAITED
from labs.commerce.platform.events.pacing import SHORTEST_S, Pace
from labs.commerce.platform.telemetry import Log, Metrics

_LOCK = 7_241_002
"""Advisory lock key: one replica relays at a time, so that events keep their order."""

_BATCH = 200
# Forgetting may get lost in a crash, since repeating is harmless: it need not wait for the disk.
_OLDEST = f"""
    WITH turn AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock($1) AS mine, {NOT_AWAITED}
    )
    SELECT position, id, subject, key, payload FROM platform.outbox
    WHERE (SELECT mine FROM turn) ORDER BY position LIMIT $2
"""  # noqa: S608 - constants

Row = Any
"""A line of the outbox, as the driver gives it."""

_POLL_S = 1.0
"""A kick after each commit does the work; the poll finds what a crash left behind."""


class Relay:
    """Publishes what transactions wrote down. Crashing anywhere repeats, and never loses."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        log: Log,
        metrics: Metrics,
        longest_pause_s: float = SHORTEST_S,
    ) -> None:
        self._database = database
        self._broker = broker
        self._log = log
        self._metrics = metrics
        self._pace = Pace(longest_pause_s)
        self._kick = asyncio.Event()

    def kick(self) -> None:
        """There is something to publish."""
        self._kick.set()

    async def run(self) -> None:
        """Relay until cancelled."""
        while True:
            await kicked(self._kick, _POLL_S)
            await asyncio.sleep(self._pace.pause_s())
            self._kick.clear()
            try:
                while await self.relay_batch() == _BATCH:
                    pass
            except Exception as error:  # noqa: BLE001 - broker or database away: the poll tries again
                self._log.warning("relay-failed", error=repr(error))

    async def relay_batch(self) -> int:
        """Publish the oldest events and forget them. Returns how many."""
        async with self._database.transaction():
            rows = await self._database.fetch(_OLDEST, _LOCK, _BATCH)
            if not rows:
                return 0
            kinds = [_event(row) for row in rows]
            crash_here(Place.BEFORE_PUBLISH, *kinds)
            chains = await asyncio.gather(*(self._publish(chain) for chain in _chains(rows)))
            published = [row for chain in chains for row in chain]
            crash_here(Place.AFTER_PUBLISH, *kinds)
            await self._database.execute(
                "DELETE FROM platform.outbox WHERE position = ANY($1::bigint[])",
                [row["position"] for row in published],
            )
        for row in published:
            self._metrics.count("shop_events_published_total", event=_event(row))
        return len(published)

    async def _publish(self, chain: Sequence[Row]) -> Sequence[Row]:
        """Publish the events of one key, each after the one before it is stored.

        Returns those that were: behind one that was not, none may overtake it.
        """
        for done, row in enumerate(chain):
            try:
                await self._broker.publish(row["subject"], str(row["id"]), row["payload"])
            except Exception as error:  # noqa: BLE001 - the broker is away: the poll tries again
                self._log.warning("publish-failed", kind=_event(row), error=repr(error))
                return chain[:done]
        return chain


def _chains(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    """The events of each key, in their order."""
    chains: dict[str, list[Row]] = {}
    for row in rows:
        chains.setdefault(row["key"] or str(row["id"]), []).append(row)
    return chains.values()


def _event(row: Row) -> str:
    """The event's name; of a dead letter, that of the event that died."""
    name: str = row["subject"].rpartition(".")[2]
    return name
