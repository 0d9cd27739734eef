"""What is measured when somebody reads it, and not with every request."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from labs.commerce.platform.calls.breaker import Breaker, BreakerState
from labs.commerce.platform.database import Database
from labs.commerce.platform.telemetry.metrics import Metrics

_PATIENCE_S = 1.0
_BREAKER = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}
_QUEUES = """
    SELECT (SELECT count(*) FROM platform.outbox) AS outbox,
        (SELECT count(*) FROM platform.dead_letters) AS dead_letters,
        (SELECT count(*) FROM platform.reactions WHERE called_for AND NOT is_done) AS reactions,
        (SELECT count(*) FROM platform.reactions WHERE refusal <> '') AS refused
"""

Measure = Callable[[Metrics], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Gauges:
    """How full a replica is of everything."""

    metrics: Metrics
    database: Database | None
    breakers: Mapping[str, Sequence[Breaker]]
    """By module called: one for each of its replicas."""
    measures: Sequence[Measure]
    """The modules' own."""

    async def measure(self) -> None:
        """Set every gauge that can be had now; a database that is away leaves its gauges be."""
        for peer, breakers in self.breakers.items():
            worst = max(_BREAKER[breaker.state] for breaker in breakers)
            self.metrics.gauge("shop_breaker_state", worst, peer=peer)
        if self.database is None:
            return
        for state, count in self.database.occupancy._asdict().items():
            self.metrics.gauge("shop_pool_connections", count, state=state)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._ask(self.database)
            answered = 1
        except Exception:  # noqa: BLE001 - whatever the driver says, there is no answer
            answered = 0
        self.metrics.gauge("shop_database_answers", answered)

    async def _ask(self, database: Database) -> None:
        row = await database.fetch_one(_QUEUES)
        self.metrics.gauge("shop_outbox_events", row["outbox"])
        self.metrics.gauge("shop_dead_letters", row["dead_letters"])
        self.metrics.gauge("shop_reactions_pending", row["reactions"])
        self.metrics.gauge("shop_compensations_refused", row["refused"])
        for measure in self.measures:
            await measure(self.metrics)
