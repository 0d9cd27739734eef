"""An order is the sum of its events."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labs.commerce.modules.orders.api import (
    Order,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderExpired,
)
from labs.commerce.modules.orders.rebuilding import compared
from labs.commerce.modules.orders.state import (
    OWN_EVENTS,
    IllegalTransitionError,
    Recorded,
    applied,
    fold,
    history,
)
from labs.commerce.modules.orders.store import recorded
from labs.commerce.platform.messages import Event
from tests.unit.commerce.fakes import ORDER, purchase

START = datetime(2026, 11, 22, tzinfo=UTC)


def event(kind: type[Event], reason: str = "why") -> Event:
    bought = purchase()
    whole = {
        "order_id": ORDER,
        "user_id": bought.user_id,
        "items": bought.items,
        "total_minor": bought.total_minor,
        "currency": bought.currency,
        "reason": reason,
        "refund_id": UUID(int=7),
        "amount_minor": 1,
    }
    return kind(**{name: whole[name] for name in kind.__struct_fields__ if name in whole})


def stream(*kinds: type[Event]) -> list[Recorded]:
    return [
        Recorded(version, UUID(int=version), event(kind), START + timedelta(seconds=version))
        for version, kind in enumerate(kinds, start=1)
    ]


def row_by_row(kinds: list[type[Event]]) -> Iterator[tuple[list[Recorded], Order | None]]:
    """What the book writes: each event that the row allows, and the row after it."""
    kept: list[Recorded] = []
    row: Order | None = None
    for kind in kinds:
        version = (row.version if row else 0) + 1
        told = Recorded(version, UUID(int=version), event(kind), START)
        try:
            row = applied(row, told.event, told.at)
        except IllegalTransitionError:
            continue
        kept.append(told)
        yield list(kept), row


@given(st.lists(st.sampled_from(OWN_EVENTS), max_size=12))
def test_the_fold_of_any_stream_is_the_row_that_was_written_beside_it(
    kinds: list[type[Event]],
) -> None:
    for kept, row in row_by_row(kinds):
        assert fold(kept) == row
        assert row is not None
        assert row.version == len(kept)


@given(st.lists(st.sampled_from(OWN_EVENTS), max_size=12))
def test_the_last_line_of_the_history_is_the_state(kinds: list[type[Event]]) -> None:
    for kept, row in row_by_row(kinds):
        assert row is not None
        assert history(kept)[-1].status == row.status
        assert [entry.version for entry in history(kept)] == [told.version for told in kept]


@pytest.mark.parametrize(
    "kinds",
    [
        [OrderConfirmed],
        [OrderCreated, OrderCreated],
        [OrderCreated, OrderCancelled, OrderConfirmed],
        [OrderCreated, OrderCancelled, OrderCancelled],
        [OrderCreated, OrderConfirmed, OrderExpired],
    ],
)
def test_what_cannot_have_happened_is_refused(kinds: list[type[Event]]) -> None:
    with pytest.raises(IllegalTransitionError) as refused:
        fold(stream(*kinds))
    assert refused.value.params["event"] == kinds[-1].__name__


def test_an_expired_order_waits_until_it_is_undone() -> None:
    told = stream(OrderCreated, OrderExpired, OrderCancelled)
    assert [entry.status for entry in history(told)] == ["PENDING", "PENDING", "CANCELLED"]


def test_an_order_of_before_there_were_currencies_is_read_as_one_of_today() -> None:
    fields = msgspec.to_builtins(event(OrderCreated))
    del fields["currency"]
    written = msgspec.json.encode(fields).decode()
    read = recorded(1, UUID(int=1), "OrderCreated", 1, written, START)
    assert read.event == msgspec.structs.replace(event(OrderCreated), currency="EUR")


def test_a_row_that_was_tampered_with_is_found_out() -> None:
    told = stream(OrderCreated, OrderConfirmed)
    row = fold(told)
    assert row is not None
    assert compared(ORDER, row, told) == ([], row)
    cheaper = msgspec.structs.replace(row, total_minor=1)
    ((found,), rebuilt) = compared(ORDER, cheaper, told)
    assert (found.field, found.row, found.stream, rebuilt) == ("total_minor", "1", "1000", row)


def test_a_missing_row_a_missing_stream_and_an_impossible_one_are_told_apart() -> None:
    told = stream(OrderCreated)
    row = fold(told)
    for known, written, field in (
        (None, told, "row"),
        (row, [], "stream"),
        (row, told * 2, "stream"),
    ):
        differences, _ = compared(ORDER, known, written)
        assert [difference.field for difference in differences] == [field]
