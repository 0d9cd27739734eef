"""All that a deployable needs to hear events: who listens, how far it got, what waits."""

from collections.abc import Iterator, Mapping
from functools import partial

from labs.commerce.platform.background import Loop
from labs.commerce.platform.brokers.port import Broker
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.events.consuming import Consumer
from labs.commerce.platform.events.cursor import Cursor
from labs.commerce.platform.events.deferring import Deferred
from labs.commerce.platform.events.inbox import Inbox
from labs.commerce.platform.events.outbox import Handlers
from labs.commerce.platform.events.reading import EventReader
from labs.commerce.platform.events.retrying import Retrying
from labs.commerce.platform.projections.deployable import Projections
from labs.commerce.platform.projections.projection import Projection
from labs.commerce.platform.projections.rebuilding import Rebuilder
from labs.commerce.platform.telemetry import Log, Metrics


class Subscription:
    """A deployable's ear. Its cursor and its inbox are in its database, under its name."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        cursor: Cursor,
        listeners: Mapping[str, Handlers],
        clock: Clock,
        log: Log,
        metrics: Metrics,
    ) -> None:
        inbox = Inbox(database, listeners)
        self.deferred = Deferred(database)
        self.retrying = Retrying(database, cursor, inbox, log, metrics)
        self.reader = EventReader(broker, cursor, inbox.subjects, clock, log)
        self._consumer = Consumer(inbox, cursor, self.retrying.kick, clock, log, metrics)
        self._rebuilder = Rebuilder(database, broker, cursor)
        self._clock = clock
        self._log = log

    def projections(self, known: Mapping[str, Projection]) -> Projections:
        """Those of the listeners' tables that can be made anew."""
        return Projections(
            known, self._rebuilder, self.reader, self.deferred, self._clock, self._log
        )

    def loops(self) -> Iterator[tuple[str, Loop]]:
        """What runs for as long as the deployable does."""
        if self.reader.subjects:
            yield "events", partial(self.reader.run, self._consumer.receive)
            yield "retries", self.retrying.run

    async def measure(self, metrics: Metrics) -> None:
        """Set the gauges: how far behind, and how much waits."""
        lag = self.reader.lag
        if lag is not None:
            metrics.gauge("shop_inbox_pending_events", lag.events)
            metrics.gauge("shop_event_lag_seconds", lag.seconds)
        for module, count in await self.deferred.counts():
            metrics.gauge("shop_events_deferred", count, consumer=module)
