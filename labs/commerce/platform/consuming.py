"""From deliveries to handled events: once, again later, or parked."""

from collections.abc import Sequence

from labs.commerce.platform.broker import RETRY_DELAYS_S, Delivery
from labs.commerce.platform.events import Inbox, decode_envelope
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.telemetry import Log, Metrics


class Consumer:
    """Feeds one module's inbox. An event is acknowledged after its transaction, never before."""

    def __init__(self, inbox: Inbox, log: Log, metrics: Metrics) -> None:
        self._inbox = inbox
        self._log = log
        self._metrics = metrics

    async def receive(self, deliveries: Sequence[Delivery]) -> None:
        """Handle deliveries and tell the broker what became of them.

        What has arrived together shares a transaction; when that fails, each event gets its own,
        so that one bad event holds up no other.
        """
        try:
            await self._handle(deliveries)
        except Exception as error:  # noqa: BLE001 - whatever failed, no event must be lost
            if len(deliveries) == 1:
                await self._failed(deliveries[0], error)
                return
            for delivery in deliveries:
                await self.receive([delivery])

    async def _handle(self, deliveries: Sequence[Delivery]) -> None:
        envelopes = [decode_envelope(delivery.data) for delivery in deliveries]
        new = await self._inbox.receive(envelopes)
        for delivery, envelope in zip(deliveries, envelopes, strict=True):
            await delivery.done()
            self._count(envelope.event, "handled" if envelope.id in new else "repeated")

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        """Try again later; park what failed too often. Unreachable servers are met in silence."""
        self._log.warning("event-failed", consumer=self._inbox.module, error=repr(error))
        try:
            if delivery.attempt <= len(RETRY_DELAYS_S):
                await delivery.again(RETRY_DELAYS_S[delivery.attempt - 1])
                return
            await self._park(delivery, error)
        except Exception as failure:  # noqa: BLE001 - unacknowledged, it will be delivered again
            self._log.warning("event-left", consumer=self._inbox.module, error=repr(failure))

    async def _park(self, delivery: Delivery, error: Exception) -> None:
        envelope: Envelope = decode_envelope(delivery.data)
        await self._inbox.park(envelope, delivery.data, repr(error))
        await delivery.done()
        self._count(envelope.event, "parked")
        self._log.error("event-parked", name=envelope.event, error=repr(error))

    def _count(self, event: str, outcome: str) -> None:
        self._metrics.count(
            "shop_events_consumed_total",
            consumer=self._inbox.module,
            event=event,
            outcome=outcome,
        )
