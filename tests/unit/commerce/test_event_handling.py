"""From deliveries to handled events, with a broker and an inbox written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from labs.commerce.platform.broker import RETRY_DELAYS_S
from labs.commerce.platform.consuming import Consumer
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.events import Incoming, encode_envelope
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.telemetry import Metrics
from tests.unit.commerce.fakes import log


def envelope(number: int) -> Envelope:
    return Envelope(
        id=UUID(int=number),
        event="Rang",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        request_id="r",
        data=msgspec.Raw(b"{}"),
    )


@dataclass
class HandDelivery:
    number: int
    attempt: int = 1
    outcome: str | float = ""

    @property
    def data(self) -> bytes:
        return encode_envelope(envelope(self.number))

    async def done(self) -> None:
        self.outcome = "done"

    async def again(self, delay_s: float) -> None:
        self.outcome = delay_s


@dataclass
class HandInbox:
    """Two modules listen; some events fail for some modules."""

    failing: dict[tuple[str, int], Exception] = field(default_factory=dict)
    handled: set[tuple[str, UUID]] = field(default_factory=set)
    parked: list[tuple[str, int]] = field(default_factory=list)
    transactions: int = 0

    def incoming(self, envelope: Envelope) -> list[Incoming]:
        return [Incoming("door", envelope), Incoming("dog", envelope)]

    async def receive(self, incoming: Sequence[Incoming]) -> set[tuple[str, UUID]]:
        self.transactions += 1
        for module, letter in incoming:
            error = self.failing.get((module, letter.id.int))
            if error is not None:
                raise error
        new = {(module, letter.id) for module, letter in incoming} - self.handled
        self.handled |= new
        return new

    async def park(self, incoming: Incoming, _error: str) -> None:
        self.parked.append((incoming.module, incoming.envelope.id.int))


async def receive(inbox: HandInbox, *deliveries: HandDelivery) -> Metrics:
    metrics = Metrics()
    await Consumer(inbox, log(), metrics).receive(deliveries)  # type: ignore[arg-type]
    return metrics


async def test_what_arrives_together_shares_a_transaction() -> None:
    inbox, deliveries = HandInbox(), [HandDelivery(1), HandDelivery(2)]
    await receive(inbox, *deliveries)
    assert inbox.transactions == 1
    assert [d.outcome for d in deliveries] == ["done", "done"]
    assert len(inbox.handled) == 4


async def test_an_event_that_fails_holds_up_no_other() -> None:
    inbox = HandInbox({("dog", 1): ValueError()})
    deliveries = [HandDelivery(1), HandDelivery(2)]
    await receive(inbox, *deliveries)
    assert [d.outcome for d in deliveries] == [RETRY_DELAYS_S[0], "done"]
    assert ("door", UUID(int=1)) in inbox.handled
    assert ("dog", UUID(int=1)) not in inbox.handled


async def test_an_event_that_fails_too_often_is_parked_for_the_module_that_fails() -> None:
    inbox = HandInbox({("dog", 1): ValueError()})
    delivery = HandDelivery(1, attempt=len(RETRY_DELAYS_S) + 1)
    await receive(inbox, delivery)
    assert (inbox.parked, delivery.outcome) == ([("dog", 1)], "done")


async def test_nothing_is_parked_because_a_server_is_away() -> None:
    inbox = HandInbox({("dog", 1): UnavailableError("database-unavailable")})
    delivery = HandDelivery(1, attempt=100)
    await receive(inbox, delivery)
    assert (inbox.parked, delivery.outcome) == ([], RETRY_DELAYS_S[-1])


async def test_an_event_that_was_handled_before_counts_as_repeated() -> None:
    inbox = HandInbox()
    await receive(inbox, HandDelivery(1))
    metrics = await receive(inbox, HandDelivery(1))
    labels = {"consumer": "dog", "event": "Rang", "outcome": "repeated"}
    assert metrics.value("shop_events_consumed_total", **labels) == 1


async def test_an_event_that_comes_twice_at_once_is_handled_once() -> None:
    metrics = await receive(HandInbox(), HandDelivery(1), HandDelivery(1))
    labels = {"consumer": "dog", "event": "Rang"}
    assert metrics.value("shop_events_consumed_total", **labels, outcome="handled") == 1
    assert metrics.value("shop_events_consumed_total", **labels, outcome="repeated") == 1
