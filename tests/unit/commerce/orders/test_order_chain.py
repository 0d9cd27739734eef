"""An order as the events of its checkout tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from labs.commerce.choreography.plan import TURNS, plan
from labs.commerce.modules.orders.chain import HEARD, answer, reason, saga
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.spec import REFERENCE_SAGA
from tests.unit.commerce.fakes import pending_order

PLAN = plan(REFERENCE_SAGA)
PENDING = pending_order()
CONFIRMED, CANCELLED = (replace(PENDING, status=s) for s in ("CONFIRMED", "CANCELLED"))
NAMES = sorted(kind.__name__ for kind in HEARD)
TURNING = {kind.__name__ for kind in TURNS}

DECLINED = {"OrderCreated": "", "ItemsReserved": "", "PaymentFailed": "card-declined"}


def heard(*events: str) -> dict[str, str]:
    return dict.fromkeys(events, "")


def seen(shown: Saga) -> list[str]:
    return [step.status.value for step in shown.steps]


@pytest.mark.parametrize(
    ("events", "action"),
    [
        (["OrderCreated", "ItemsReserved", "PaymentProcessed"], None),
        (["ShippingScheduled"], "ConfirmOrder"),
        (["ReservationFailed"], "CancelOrder"),
        (["PaymentFailed"], None),
        (["PaymentFailed", "ItemsReleased"], "CancelOrder"),
        (["ItemsReleased", "PaymentFailed"], "CancelOrder"),
        (["OrderExpired"], None),
        (["OrderExpired", "ShippingCancelled", "PaymentVoided"], None),
        (["OrderExpired", "ItemsReleased"], "CancelOrder"),
    ],
)
def test_an_order_is_confirmed_or_cancelled_by_what_was_heard(
    events: list[str], action: str | None
) -> None:
    assert answer(PLAN, PENDING, heard(*events)) == action


def test_a_parcel_that_was_planned_too_late_confirms_nothing() -> None:
    assert answer(PLAN, PENDING, heard("OrderExpired", "ShippingScheduled")) is None


@pytest.mark.parametrize("order", [CONFIRMED, CANCELLED])
@pytest.mark.parametrize("event", NAMES)
def test_nothing_moves_an_order_that_has_ended(order: object, event: str) -> None:
    assert answer(PLAN, order, heard("ItemsReleased", "OrderExpired", event)) is None


@given(
    st.lists(st.sampled_from(NAMES), unique=True).flatmap(
        lambda e: st.tuples(st.just(e), st.permutations(e))
    )
)
def test_the_order_of_the_events_does_not_matter(told: tuple[list[str], list[str]]) -> None:
    one, other = (answer(PLAN, PENDING, heard(*events)) for events in told)
    assert one == other
    if one == "ConfirmOrder":
        assert not TURNING & set(told[0])
    if one == "CancelOrder":
        assert TURNING & set(told[0])


def test_a_confirmed_order_whose_parcel_stayed_at_home_is_cancelled_when_all_is_undone() -> None:
    bought = ["ItemsReserved", "PaymentProcessed", "ShippingScheduled"]
    assert answer(PLAN, CONFIRMED, heard(*bought, "ShippingCancelled", "PaymentRefunded")) is None
    assert answer(PLAN, CONFIRMED, heard(*bought, "ItemsReleased")) == "CancelOrder"


def test_the_first_refusal_is_the_reason() -> None:
    told = {"ItemsReserved": "", "OrderExpired": "order-expired", "ShippingFailed": "cancelled"}
    assert reason(told) == "order-expired"
    assert reason({}) == ""


def test_a_declined_order_reads_as_its_saga() -> None:
    running = saga(PENDING, REFERENCE_SAGA, DECLINED)
    assert seen(running) == ["completed", "completed", "failed", "pending", "pending"]
    assert (running.current_step, running.status.value) == (1, "compensating")
    ended = saga(CANCELLED, REFERENCE_SAGA, {**DECLINED, "ItemsReleased": ""})
    assert seen(ended) == ["compensated", "compensated", "failed", "pending", "pending"]
    assert (ended.compensation_required, ended.status.value) == (True, "compensated")
    assert ended.steps[2].error == "card-declined"


def test_a_confirmed_order_reads_as_a_completed_saga() -> None:
    forwards = heard("ItemsReserved", "PaymentProcessed", "ShippingScheduled")
    shown = saga(CONFIRMED, REFERENCE_SAGA, forwards)
    assert seen(shown) == ["completed"] * 5
    assert (shown.current_step, shown.status.value) == (4, "completed")


def test_an_order_of_which_nothing_was_heard_waits_for_its_goods() -> None:
    shown = saga(PENDING, REFERENCE_SAGA, {})
    assert (shown.current_step, shown.status.value) == (1, "running")
