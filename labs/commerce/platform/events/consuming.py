"""From deliveries to handled events: once, or set aside until they can be."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import msgspec

from labs.commerce.platform.brokers.port import Delivery
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.crash_points import Place, crash_here
from labs.commerce.platform.errors import OutcomeUnknownError, UnavailableError
from labs.commerce.platform.events.cursor import Cursor, OvertakenError
from labs.commerce.platform.events.deferring import Failure, Incoming
from labs.commerce.platform.events.inbox import Inbox
from labs.commerce.platform.events.outbox import decode_envelope
from labs.commerce.platform.events.schemas import UnknownVersionError
from labs.commerce.platform.events.unreadable import stand_in
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.telemetry import Log, Metrics

RETRY_DELAYS_S = (0.1, 0.3, 1.0, 2.0)
"""Pauses before an event whose handling failed is tried again; after these it is a dead letter."""

_PASSING = (UnavailableError, OutcomeUnknownError)
"""A server is away. It comes back, so its absence is no reason to give an event up."""

_HOPELESS = (UnknownVersionError, msgspec.MsgspecError)
"""What cannot be read now cannot be read a second later either."""


def failure(error: Exception, attempts: int) -> Failure:
    """What follows from an error at the attempt with that number; counts from 1."""
    spent = attempts > len(RETRY_DELAYS_S) and not isinstance(error, _PASSING)
    pause_s = RETRY_DELAYS_S[min(attempts, len(RETRY_DELAYS_S)) - 1]
    return Failure(repr(error), pause_s, spent or isinstance(error, _HOPELESS))


class Consumer:
    """Feeds a deployable's inbox. The cursor moves in the transaction of what it moves past."""

    def __init__(
        self,
        inbox: Inbox,
        cursor: Cursor,
        on_deferred: Callable[[], None],
        clock: Clock,
        log: Log,
        metrics: Metrics,
    ) -> None:
        self._inbox = inbox
        self._cursor = cursor
        self._on_deferred = on_deferred
        self._clock = clock
        self._log = log
        self._metrics = metrics

    async def receive(self, since: int, deliveries: Sequence[Delivery]) -> None:
        """Handle deliveries, and note that they are dealt with, as all up to `since` was.

        What has arrived together shares a transaction, over all modules of the deployable. When
        that fails, each event gets its own for each module, so that none holds up another.

        Raises:
            OvertakenError: another replica reads now, and will handle them; or what was dealt with
                before is no longer noted, and comes again with them.
            UnavailableError, OutcomeUnknownError: nothing can be written; they come again.
        """
        kinds = [delivery.event for delivery in deliveries]
        crash_here(Place.BEFORE_HANDLING, *kinds)
        advance = partial(self._cursor.advance, since, deliveries[-1].position)
        try:
            incoming = [one for delivery in deliveries for one in self._incoming(delivery)]
            await self._handle(incoming, advance)
        except OvertakenError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever failed, no event must be lost
            self._log.warning("events-failed", count=len(deliveries), error=repr(error))
            for delivery in deliveries:
                await self._apart(delivery)
            await advance()
        crash_here(Place.BEFORE_ACK, *kinds)

    async def _apart(self, delivery: Delivery) -> None:
        """Handle one delivery module by module."""
        try:
            incoming = self._incoming(delivery)
        except msgspec.MsgspecError as error:
            for module in self._inbox.modules(delivery.event):
                await self._set_aside(module, stand_in(delivery), delivery.data, error)
            return
        for one in incoming:
            try:
                await self._handle([one], self._cursor.hold)
            except OvertakenError:
                raise
            except Exception as error:  # noqa: BLE001 - see `receive`
                await self._set_aside(one.module, one.envelope, delivery.data, error)

    async def _set_aside(
        self, module: str, envelope: Envelope, payload: bytes, error: Exception
    ) -> None:
        failed = failure(error, attempts=1)
        await self._inbox.set_aside(module, envelope, payload, failed)
        self._on_deferred()
        outcome = "parked" if failed.is_final else "deferred"
        self._count(module, envelope.event, outcome)
        self._log.warning(f"event-{outcome}", consumer=module, error=failed.error)

    async def _handle(
        self, incoming: Sequence[Incoming], first: Callable[[], Awaitable[None]]
    ) -> None:
        received, now = await self._inbox.receive(incoming, first), self._clock.now()
        outcomes: Counter[tuple[str, str, str]] = Counter()
        for module, envelope in incoming:
            key = (module, envelope.id)
            outcome = "handled" if key in received.handled else "repeated"
            outcome = "queued" if key in received.queued else outcome
            outcomes[module, envelope.event, outcome] += 1
            if key in received.handled:
                delay_s = max(0.0, (now - envelope.at).total_seconds())
                self._metrics.observe("shop_event_delay_seconds", delay_s, consumer=module)
            received.handled.discard(key)  # the same event may have come twice at once
        for became, times in outcomes.items():
            self._count(*became, times)

    def _incoming(self, delivery: Delivery) -> list[Incoming]:
        return self._inbox.incoming(decode_envelope(delivery.data))

    def _count(self, module: str, event: str, outcome: str, times: int = 1) -> None:
        labels = {"consumer": module, "event": event, "outcome": outcome}
        self._metrics.count("shop_events_consumed_total", times, **labels)
