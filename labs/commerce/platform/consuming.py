"""From deliveries to handled events: once, again later, or parked."""

from collections.abc import Sequence

from labs.commerce.platform.broker import RETRY_DELAYS_S, Delivery
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import OutcomeUnknownError, UnavailableError
from labs.commerce.platform.events import Inbox, Incoming, decode_envelope
from labs.commerce.platform.telemetry import Log, Metrics

_PASSING = (UnavailableError, OutcomeUnknownError)


class Consumer:
    """Feeds a deployable's inbox. An event is acknowledged after its transaction, never before."""

    def __init__(self, inbox: Inbox, log: Log, metrics: Metrics) -> None:
        self._inbox = inbox
        self._log = log
        self._metrics = metrics

    async def receive(self, deliveries: Sequence[Delivery]) -> None:
        """Handle deliveries and tell the broker what became of them.

        What has arrived together shares a transaction, over all modules of the deployable. When
        that fails, each event gets its own for each module, so that none holds up another.
        """
        try:
            incoming = [one for delivery in deliveries for one in self._incoming(delivery)]
            await self._handle(incoming)
            for delivery in deliveries:
                await delivery.done()
        except Exception as error:  # noqa: BLE001 - whatever failed, no event must be lost
            self._log.warning("events-failed", count=len(deliveries), error=repr(error))
            for delivery in deliveries:
                await self._apart(delivery)

    async def _apart(self, delivery: Delivery) -> None:
        """Handle one delivery module by module."""
        failed: list[tuple[Incoming, Exception]] = []
        try:
            for one in self._incoming(delivery):
                try:
                    await self._handle([one])
                except Exception as error:  # noqa: BLE001 - see `receive`
                    failed.append((one, error))
            await self._settle(delivery, failed)
        except Exception as error:  # noqa: BLE001 - unacknowledged, it will be delivered again
            self._log.warning("event-left", error=repr(error))

    async def _settle(
        self, delivery: Delivery, failed: Sequence[tuple[Incoming, Exception]]
    ) -> None:
        """Have a delivery that failed repeated later; park what will never work.

        A server that is away comes back, so its absence is no reason to park anything.
        """
        last = delivery.attempt > len(RETRY_DELAYS_S)
        for one, error in failed:
            if last and not isinstance(error, _PASSING):
                await self._inbox.park(one, repr(error))
                self._count(one, "parked")
                self._log.error("event-parked", consumer=one.module, error=repr(error))
        if not failed or (last and not any(isinstance(error, _PASSING) for _, error in failed)):
            await delivery.done()
        else:
            await delivery.again(RETRY_DELAYS_S[min(delivery.attempt, len(RETRY_DELAYS_S)) - 1])

    async def _handle(self, incoming: Sequence[Incoming]) -> None:
        kinds = [one.envelope.event for one in incoming]
        crash_here(Place.BEFORE_HANDLING, *kinds)
        new = await self._inbox.receive(incoming)
        crash_here(Place.BEFORE_ACK, *kinds)
        for one in incoming:
            key = (one.module, one.envelope.id)
            self._count(one, "handled" if key in new else "repeated")
            new.discard(key)  # the same event may have come twice at once

    def _incoming(self, delivery: Delivery) -> list[Incoming]:
        return self._inbox.incoming(decode_envelope(delivery.data))

    def _count(self, one: Incoming, outcome: str) -> None:
        self._metrics.count(
            "shop_events_consumed_total",
            consumer=one.module,
            event=one.envelope.event,
            outcome=outcome,
        )
