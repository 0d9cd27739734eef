"""From a delivery to a handled event: once, again later, or parked."""

from labs.commerce.platform.broker import RETRY_DELAYS_S, Delivery
from labs.commerce.platform.events import Inbox, decode_envelope
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.scope import Scope, entered
from labs.commerce.platform.telemetry import Log, Metrics


class Consumer:
    """Feeds one module's inbox. An event is acknowledged after its transaction, never before."""

    def __init__(self, inbox: Inbox, log: Log, metrics: Metrics) -> None:
        self._inbox = inbox
        self._log = log
        self._metrics = metrics

    async def receive(self, delivery: Delivery) -> None:
        """Handle a delivery and tell the broker what became of it."""
        envelope = decode_envelope(delivery.data)
        with entered(Scope(request_id=envelope.request_id)):
            try:
                new = await self._inbox.receive(envelope)
            except Exception as error:  # noqa: BLE001 - whatever failed, the event must not be lost
                await self._failed(delivery, envelope, error)
            else:
                await delivery.done()
                self._count(envelope, "handled" if new else "repeated")

    async def _failed(self, delivery: Delivery, envelope: Envelope, error: Exception) -> None:
        self._log.warning("event-failed", name=envelope.event, error=repr(error))
        self._count(envelope, "failed")
        if delivery.attempt <= len(RETRY_DELAYS_S):
            await delivery.again(RETRY_DELAYS_S[delivery.attempt - 1])
            return
        await self._inbox.park(envelope, delivery.data, repr(error))
        await delivery.done()
        self._log.error("event-parked", name=envelope.event, error=repr(error))

    def _count(self, envelope: Envelope, outcome: str) -> None:
        self._metrics.count(
            "shop_events_consumed_total",
            consumer=self._inbox.module,
            event=envelope.event,
            outcome=outcome,
        )
