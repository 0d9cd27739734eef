"""Events leave in two steps: written down by the commit that makes them true, then relayed."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from .broker import Broker, Outgoing
from .log import warn
from .messages import Envelope, Event
from .metrics import Metrics
from .scope import current
from .tracing import traceparent
from .transactions import Transactions, open_transaction

_BATCH = 200
_POLL_S = 1.0
"""A kick after each commit does the work; the poll finds what a crash left behind."""


class Outbox:
    """Collects events for the transaction that makes them true."""

    def publish(self, event: Event) -> None:
        """Announce `event` if, and only if, the open transaction commits."""
        transaction = open_transaction()
        if transaction is None:
            msg = "an event is published inside the transaction that makes it true"
            raise RuntimeError(msg)
        transaction.events.append(
            Envelope(
                id=uuid4(),
                event=type(event).__name__,
                key=event.key,
                at=datetime.now(UTC),
                request_id=current().request_id,
                traceparent=traceparent(),
                data=event.model_dump(mode="json", by_alias=True),
            )
        )


class Relay:
    """Hands to the broker what was written down. A crash anywhere repeats, and never loses."""

    def __init__(self, transactions: Transactions, broker: Broker, metrics: Metrics) -> None:
        self._transactions = transactions
        self._broker = broker
        self._metrics = metrics
        self._kick = asyncio.Event()
        transactions.on_commit = self._kick.set

    async def run(self) -> None:
        """Relay until cancelled."""
        while True:
            try:
                async with asyncio.timeout(_POLL_S):
                    await self._kick.wait()
            except TimeoutError:
                pass
            self._kick.clear()
            try:
                while await self.relay_batch() == _BATCH:
                    pass
            except Exception as error:  # store or broker away: the poll tries again
                warn("relay-failed", error)

    async def relay_batch(self) -> int:
        """Publish the oldest events, one after the other, and forget them. Returns how many."""
        async with self._transactions.transaction():
            events = await self._transactions.oldest_events(_BATCH)
            for event in events:
                payload = event.json_bytes()
                outgoing = Outgoing(event.event, str(event.id), event.key, payload)
                await self._broker.publish(outgoing)
            await self._transactions.forget_events(events)
        for event in events:
            self._metrics.published.labels(event.event).inc()
        return len(events)
