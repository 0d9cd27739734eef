"""The saga's steps read as a choreography."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from labs.commerce.choreography.plan import SIGNS, Plan, plan
from labs.commerce.modules.orders.actions import ACTIONS
from labs.commerce.modules.orders.api import OrderExpired
from labs.commerce.modules.orders.saga import abandoned, begin, in_doubt, refused, succeeded
from labs.commerce.spec import REFERENCE_SAGA, SagaStep
from tests.unit.commerce.fakes import ORDER

REFUSABLE = {action for action, signs in SIGNS.items() if signs.refused}


def without_compensation(action: str) -> tuple[SagaStep, ...]:
    return tuple(
        replace(step, compensation=None) if step.action == action else step
        for step in REFERENCE_SAGA
    )


def called(steps: tuple[SagaStep, ...]) -> dict[str, str]:
    return {kind.__name__: action for kind, action in plan(steps).items()}


def walked(calls: Plan, refused_step: str | None = None) -> list[str]:
    """The actions that follow from an opened order, when one step is refused."""
    performed, event = [], SIGNS["CreateOrder"].done[0]
    while event in calls:
        action = calls[event]
        signs = SIGNS[action]
        if action == refused_step:
            event = signs.refused[0]
        else:
            performed.append(action)
            event = signs.done[-1]
    return performed


def test_the_courses_chain_of_events_leads_to_a_confirmed_order() -> None:
    calls = called(REFERENCE_SAGA)
    assert calls["OrderCreated"] == "ReserveItems"
    assert calls["ItemsReserved"] == "ProcessPayment"
    assert calls["PaymentProcessed"] == "ScheduleShipping"
    assert calls["ShippingScheduled"] == "ConfirmOrder"


def test_refusals_are_compensated_backwards_and_close_the_order_last() -> None:
    calls = called(REFERENCE_SAGA)
    assert calls["ReservationFailed"] == "CancelOrder"
    assert calls["PaymentFailed"] == "ReleaseItems"
    assert calls["ShippingFailed"] == "RefundPayment"
    assert calls["PaymentRefunded"] == calls["PaymentVoided"] == "ReleaseItems"
    assert calls["ItemsReleased"] == "CancelOrder"


def test_an_expired_order_is_undone_from_its_last_step() -> None:
    calls = called(REFERENCE_SAGA)
    assert (calls["OrderExpired"], calls["ShippingCancelled"]) == (
        "CancelShipping",
        "RefundPayment",
    )


def test_a_compensation_that_was_forgotten_is_called_for_by_nothing() -> None:
    calls = called(without_compensation("ReserveItems"))
    assert calls["PaymentFailed"] == "CancelOrder"
    assert "ReleaseItems" not in calls.values()


def test_the_end_of_an_order_calls_for_nothing() -> None:
    assert not {"OrderConfirmed", "OrderCancelled"} & called(REFERENCE_SAGA).keys()


def test_every_action_of_the_shop_can_be_told_from_events() -> None:
    assert SIGNS.keys() == ACTIONS


sagas = st.tuples(st.permutations(REFERENCE_SAGA[1:-1]), st.lists(st.booleans(), min_size=3)).map(
    lambda drawn: (
        REFERENCE_SAGA[0],
        *(
            step if kept else replace(step, compensation=None)
            for step, kept in zip(drawn[0], drawn[1], strict=False)
        ),
        REFERENCE_SAGA[-1],
    )
)


@given(sagas, st.sampled_from(sorted(REFUSABLE)))
def test_the_same_is_performed_as_with_an_orchestrator(
    steps: tuple[SagaStep, ...], refused_step: str
) -> None:
    saga, performed = begin(ORDER, steps), []
    while saga.next_action:
        if saga.next_action == refused_step:
            saga = refused(saga, "no")
        else:
            performed.append(saga.next_action)
            saga = succeeded(saga)
    assert ["CreateOrder", *walked(plan(steps), refused_step)] == performed


@given(sagas)
def test_an_expired_order_is_undone_as_an_abandoned_saga_is(steps: tuple[SagaStep, ...]) -> None:
    saga = begin(ORDER, steps)
    for _ in steps[1:]:
        saga = succeeded(saga)
    saga, undone = abandoned(in_doubt(saga, "?")), []
    while saga.next_action:
        undone.append(saga.next_action)
        saga = succeeded(saga)
    calls = plan(steps)
    followed = [calls[OrderExpired]]
    while (event := SIGNS[followed[-1]].done[-1]) in calls:
        followed.append(calls[event])
    assert followed == undone
