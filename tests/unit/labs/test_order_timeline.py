"""The rows of an order's stores, read as what happened to it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from labs.observe.timeline import Handling, timeline

BEGIN = datetime(2026, 11, 22, 12, tzinfo=UTC)
CREATED, RESERVED = UUID(int=1), UUID(int=2)


def at(ms: int) -> datetime:
    return BEGIN + timedelta(milliseconds=ms)


def event(event_id: UUID, name: str, ms: int, detail: str = "") -> dict[str, object]:
    return {"event_id": event_id, "event": name, "at": at(ms), "detail": detail}


def handled(consumer: str, event_id: UUID, ms: int) -> dict[str, object]:
    return {"consumer": consumer, "event_id": event_id, "handled_at": at(ms)}


def test_an_event_told_by_two_stores_happened_once_and_when_it_was_published() -> None:
    rows = [event(CREATED, "OrderCreated", 9, "paid by card"), event(CREATED, "OrderCreated", 1)]
    (found,) = timeline(rows, [], [], "").happenings
    assert (found.at, found.detail) == (at(1), "paid by card")


def test_events_and_their_handlers_stand_in_the_order_of_time() -> None:
    rows = [event(RESERVED, "ItemsReserved", 5), event(CREATED, "OrderCreated", 1)]
    handlings = [handled("search", CREATED, 8), handled("cart", CREATED, 3)]
    first, second = timeline(rows, handlings, [], "").happenings
    assert (first.event, second.event) == ("OrderCreated", "ItemsReserved")
    assert first.handled == (Handling("cart", at(3)), Handling("search", at(8)))


def test_a_module_that_could_not_handle_an_event_comes_last_with_the_reason() -> None:
    parked = [{"consumer": "cart", "event_id": CREATED, "error": "ValueError()"}]
    rows = [event(CREATED, "OrderCreated", 1)]
    (found,) = timeline(rows, [handled("search", CREATED, 8)], parked, "").happenings
    assert found.handled[-1] == Handling("cart", None, "ValueError()")


def test_a_saga_tells_its_steps_and_an_order_without_one_has_none() -> None:
    step = {"stepId": 1, "action": "CreateOrder", "service": "orders", "status": "completed"}
    saga = msgspec.json.encode({"status": "running", "steps": [step]}).decode()
    found = timeline([], [], [], saga)
    assert (found.saga, found.steps[0].action) == ("running", "CreateOrder")
    assert timeline([], [], [], "").steps == ()
