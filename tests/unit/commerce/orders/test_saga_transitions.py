"""A saga as a value: what every outcome makes of it."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from labs.commerce.modules.orders.saga import (
    Saga,
    SagaStatus,
    StepStatus,
    abandoned,
    begin,
    in_doubt,
    reason,
    refused,
    succeeded,
    withdrawn,
)
from labs.commerce.spec import REFERENCE_SAGA, SagaStep

ORDER = UUID(int=1)


def reference() -> Saga:
    return begin(ORDER, REFERENCE_SAGA)


def after(saga: Saga, steps: int) -> Saga:
    for _ in range(steps):
        saga = succeeded(saga)
    return saga


def statuses(saga: Saga) -> list[str]:
    return [step.status.value for step in saga.steps]


def test_a_saga_performs_its_steps_in_order() -> None:
    saga, performed = reference(), []
    while saga.next_action:
        performed.append(saga.next_action)
        saga = succeeded(saga)
    assert performed == [step.action for step in REFERENCE_SAGA]
    assert saga.status is SagaStatus.COMPLETED
    assert saga.compensation_required is False


def test_a_refused_step_undoes_the_completed_ones_backwards() -> None:
    saga = refused(after(reference(), 2), "card-declined")
    assert saga.compensation_required
    undone = []
    while saga.next_action:
        undone.append(saga.next_action)
        saga = succeeded(saga)
    assert undone == ["ReleaseItems", "CancelOrder"]
    assert saga.status is SagaStatus.COMPENSATED
    assert statuses(saga) == ["compensated", "compensated", "failed", "pending", "pending"]


def test_the_current_step_is_the_one_being_undone() -> None:
    saga = refused(after(reference(), 3), "address-not-served")
    assert (saga.current_step, saga.next_action) == (2, "RefundPayment")


def test_a_step_without_compensation_is_left_as_it_is() -> None:
    steps = [
        SagaStep(action="CreateOrder", service="orders", compensation="CancelOrder"),
        SagaStep(action="ReserveItems", service="reservations"),
        SagaStep(action="ProcessPayment", service="payments", compensation="RefundPayment"),
    ]
    saga = refused(after(begin(ORDER, steps), 2), "card-declined")
    assert saga.next_action == "CancelOrder"
    assert statuses(succeeded(saga)) == ["compensated", "completed", "failed"]


def test_a_refusal_of_the_first_step_leaves_nothing_to_undo() -> None:
    saga = refused(reference(), "no")
    assert (saga.next_action, saga.status) == (None, SagaStatus.COMPENSATED)


def test_a_step_in_doubt_is_asked_again() -> None:
    saga = in_doubt(after(reference(), 2), "peer-timed-out")
    assert saga.next_action == "ProcessPayment"
    assert saga.steps[2].status is StepStatus.IN_DOUBT
    assert succeeded(saga).steps[2].status is StepStatus.COMPLETED


def test_a_refusal_settles_a_doubt() -> None:
    saga = refused(in_doubt(after(reference(), 2), "peer-timed-out"), "card-declined")
    assert saga.next_action == "ReleaseItems"


def test_an_abandoned_saga_undoes_the_step_in_doubt_too() -> None:
    saga = abandoned(in_doubt(after(reference(), 2), "peer-timed-out"))
    assert saga.next_action == "RefundPayment"
    assert reason(saga) == "peer-timed-out"


def test_a_doubtful_compensation_is_asked_again() -> None:
    saga = refused(after(reference(), 2), "card-declined")
    again = in_doubt(saga, "peer-timed-out")
    assert again.next_action == "ReleaseItems"
    assert abandoned(again).next_action == "ReleaseItems"


def test_a_refused_compensation_does_not_stop_the_others_and_is_not_forgotten() -> None:
    saga = refused(after(reference(), 4), "order-status-final")
    assert saga.next_action == "CancelShipping"
    saga = refused(saga, "shipment-left-already")
    assert saga.next_action == "RefundPayment"
    saga = after(saga, 3)
    assert saga.status is SagaStatus.FAILED
    assert statuses(saga)[3] == "compensation-failed"


def test_attempts_are_counted() -> None:
    saga = succeeded(in_doubt(in_doubt(reference(), "a"), "b"))
    assert saga.steps[0].attempts == 3


OUTCOMES = {"yes": succeeded, "no": lambda s: refused(s, "no"), "?": lambda s: in_doubt(s, "?")}


@given(st.lists(st.sampled_from(sorted(OUTCOMES)), max_size=40))
def test_whatever_happens_no_step_is_undone_that_was_never_begun(outcomes: list[str]) -> None:
    saga, begun = reference(), set()
    for outcome in outcomes:
        action = saga.next_action
        if action is None:
            break
        if saga.compensation_required:
            undone = saga.steps[saga.current_step]
            assert undone.action in begun
            assert undone.status in (StepStatus.COMPLETED, StepStatus.IN_DOUBT)
        begun.add(action)
        saga = OUTCOMES[outcome](saga)
    assert saga.is_finished == (saga.next_action is None)


def test_a_withdrawn_saga_undoes_everything_backwards_for_the_reason_given() -> None:
    saga, undone = withdrawn(after(reference(), len(REFERENCE_SAGA)), "unwanted"), []
    while saga.next_action:
        undone.append(saga.next_action)
        assert reason(saga) == "unwanted"
        saga = succeeded(saga)
    assert undone == ["CancelShipping", "RefundPayment", "ReleaseItems", "CancelOrder"]
    assert saga.status is SagaStatus.COMPENSATED


@given(st.integers(1, len(REFERENCE_SAGA) - 1))
def test_a_saga_that_is_withdrawn_under_way_undoes_what_it_did_and_what_it_was_doing(
    done: int,
) -> None:
    saga, undone = withdrawn(after(reference(), done), "unwanted"), []
    while saga.next_action:
        undone.append(saga.next_action)
        assert reason(saga) == "unwanted"
        saga = succeeded(saga)
    begun = REFERENCE_SAGA[: done + 1]
    assert undone == [step.compensation for step in reversed(begun) if step.compensation]
    assert saga.status is SagaStatus.COMPENSATED
