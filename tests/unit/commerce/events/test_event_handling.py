"""From deliveries to handled events, with an inbox and a cursor written by hand."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from labs.commerce.platform.brokers.port import Delivery
from labs.commerce.platform.errors import UnavailableError
from labs.commerce.platform.events import encode_envelope
from labs.commerce.platform.events.consuming import RETRY_DELAYS_S, Consumer, failure
from labs.commerce.platform.events.cursor import OvertakenError
from labs.commerce.platform.events.deferring import Failure, Incoming
from labs.commerce.platform.events.inbox import Received
from labs.commerce.platform.events.schemas import UnknownVersionError
from labs.commerce.platform.messages import Envelope
from labs.commerce.platform.telemetry import Metrics
from tests.unit.commerce.fakes import FixedClock, log


def envelope(number: int) -> Envelope:
    return Envelope(
        id=UUID(int=number),
        event="Rang",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        request_id="r",
        data=msgspec.Raw(b"{}"),
    )


def delivery(number: int) -> Delivery:
    return Delivery(number, "Rang", encode_envelope(envelope(number)))


@dataclass
class HandCursor:
    """Keeps a position; from `loses_at` on another replica reads."""

    at: int = 0
    loses_at: int = 1000

    async def advance(self, since: int, position: int) -> None:
        await self.hold(position if since <= self.at else self.loses_at)
        self.at = position

    async def hold(self, position: int = 0) -> None:
        if position >= self.loses_at:
            raise OvertakenError


@dataclass
class HandInbox:
    """Two modules listen; some events fail for some modules."""

    failing: dict[tuple[str, int], Exception] = field(default_factory=dict)
    handled: set[tuple[str, UUID]] = field(default_factory=set)
    aside: list[tuple[str, str, bool]] = field(default_factory=list)
    transactions: int = 0
    is_away: bool = False

    def modules(self, _event: str) -> list[str]:
        return ["door", "dog"]

    def incoming(self, envelope: Envelope) -> list[Incoming]:
        return [Incoming("door", envelope), Incoming("dog", envelope)]

    async def receive(
        self, incoming: Sequence[Incoming], first: Callable[[], Awaitable[None]]
    ) -> Received:
        self.transactions += 1
        for module, letter in incoming:
            error = self.failing.get((module, letter.id.int))
            if error is not None:
                raise error
        await first()
        new = {(module, letter.id) for module, letter in incoming} - self.handled
        self.handled |= new
        return Received(set(new), set())

    async def set_aside(
        self, module: str, envelope: Envelope, _payload: bytes, failed: Failure
    ) -> None:
        if self.is_away:
            raise UnavailableError("database-unavailable")
        self.aside.append((module, envelope.event, failed.is_final))


async def receive(
    inbox: HandInbox, *deliveries: Delivery, cursor: HandCursor | None = None
) -> Metrics:
    metrics = Metrics()
    consumer = Consumer(
        inbox,  # type: ignore[arg-type]
        cursor or HandCursor(),  # type: ignore[arg-type]
        lambda: None,
        FixedClock(),
        log(),
        metrics,
    )
    await consumer.receive(0, deliveries)
    return metrics


async def test_what_arrives_together_shares_a_transaction_with_the_cursor() -> None:
    inbox, cursor = HandInbox(), HandCursor()
    await receive(inbox, delivery(1), delivery(2), cursor=cursor)
    assert (inbox.transactions, cursor.at, len(inbox.handled)) == (1, 2, 4)


async def test_an_event_that_fails_is_set_aside_and_holds_up_no_other() -> None:
    inbox, cursor = HandInbox({("dog", 1): ValueError()}), HandCursor()
    await receive(inbox, delivery(1), delivery(2), cursor=cursor)
    assert inbox.aside == [("dog", "Rang", False)]
    assert inbox.handled == {("door", UUID(int=1)), ("door", UUID(int=2)), ("dog", UUID(int=2))}
    assert cursor.at == 2


@pytest.mark.parametrize("error", [UnknownVersionError("Rang", 9), msgspec.ValidationError()])
async def test_what_cannot_be_read_is_a_dead_letter_at_once(error: Exception) -> None:
    inbox = HandInbox({("dog", 1): error})
    await receive(inbox, delivery(1))
    assert inbox.aside == [("dog", "Rang", True)]


async def test_what_is_no_event_at_all_is_a_dead_letter_of_every_listener() -> None:
    inbox, cursor = HandInbox(), HandCursor()
    await receive(inbox, Delivery(1, "Rang", b"%"), delivery(2), cursor=cursor)
    assert inbox.aside == [("door", "Rang", True), ("dog", "Rang", True)]
    assert (len(inbox.handled), cursor.at) == (2, 2)


async def test_the_cursor_stays_where_nothing_can_be_written() -> None:
    inbox, cursor = HandInbox({("dog", 1): ValueError()}, is_away=True), HandCursor()
    with pytest.raises(UnavailableError):
        await receive(inbox, delivery(1), cursor=cursor)
    assert cursor.at == 0


async def test_a_reader_that_was_overtaken_sets_nothing_aside() -> None:
    inbox, cursor = HandInbox(), HandCursor(loses_at=2)
    with pytest.raises(OvertakenError):
        await receive(inbox, delivery(1), delivery(2), cursor=cursor)
    assert (inbox.aside, inbox.handled) == ([], set())


def test_an_event_that_fails_too_often_is_given_up() -> None:
    finals = [failure(ValueError(), attempt).is_final for attempt in range(1, 7)]
    assert finals == [False] * len(RETRY_DELAYS_S) + [True, True]


def test_nothing_is_given_up_because_a_server_is_away() -> None:
    failed = failure(UnavailableError("database-unavailable"), 100)
    assert (failed.is_final, failed.pause_s) == (False, RETRY_DELAYS_S[-1])


async def test_an_event_that_was_handled_before_counts_as_repeated() -> None:
    inbox = HandInbox()
    await receive(inbox, delivery(1))
    metrics = await receive(inbox, delivery(1))
    labels = {"consumer": "dog", "event": "Rang", "outcome": "repeated"}
    assert metrics.value("shop_events_consumed_total", **labels) == 1


async def test_an_event_that_comes_twice_at_once_is_handled_once() -> None:
    metrics = await receive(HandInbox(), delivery(1), delivery(1))
    labels = {"consumer": "dog", "event": "Rang"}
    assert metrics.value("shop_events_consumed_total", **labels, outcome="handled") == 1
    assert metrics.value("shop_events_consumed_total", **labels, outcome="repeated") == 1
