"""Driving a saga: order of work, what is kept, and when to wait."""

from datetime import timedelta

from labs.commerce.modules.orders.orchestrator import Orchestrator
from labs.commerce.modules.orders.saga import Saga, SagaStatus, begin
from labs.commerce.platform.errors import DomainError, OutcomeUnknownError, UnavailableError
from labs.commerce.spec import REFERENCE_SAGA
from tests.unit.commerce.fakes import (
    ORDER,
    NotedSteps,
    RememberedProgress,
    ScriptedActions,
    log,
    no_transaction,
    purchase,
)

DEADLINE = timedelta(seconds=60)


def orchestrator(actions: ScriptedActions, progress: RememberedProgress) -> Orchestrator:
    own = NotedSteps(actions, progress)
    return Orchestrator(actions, own, progress, no_transaction, log(), DEADLINE)


async def drive(actions: ScriptedActions, progress: RememberedProgress, **how: timedelta) -> Saga:
    saga = begin(ORDER, REFERENCE_SAGA)
    return await orchestrator(actions, progress).drive(saga, purchase(), **how)


async def test_every_outcome_is_kept_before_the_next_step() -> None:
    actions, progress = ScriptedActions(), RememberedProgress()
    saga = await drive(actions, progress)
    assert saga.status is SagaStatus.COMPLETED
    assert actions.performed == [step.action for step in REFERENCE_SAGA]
    assert [state.current_step for state in progress.states] == [1, 2, 3, 4]
    assert progress.states[-1].is_finished


async def test_a_domain_error_compensates_and_tells_the_reason() -> None:
    actions = ScriptedActions({"ProcessPayment": [DomainError("card-declined")]})
    saga = await drive(actions, RememberedProgress())
    assert saga.status is SagaStatus.COMPENSATED
    assert actions.performed == [
        "CreateOrder",
        "ReserveItems",
        "ReleaseItems card-declined",
        "CancelOrder card-declined",
    ]


async def test_an_unknown_outcome_waits_instead_of_compensating() -> None:
    actions = ScriptedActions({"ProcessPayment": [OutcomeUnknownError("peer-timed-out")]})
    progress = RememberedProgress()
    saga = await drive(actions, progress)
    assert saga.status is SagaStatus.RUNNING
    assert (saga.next_action, len(progress.pauses)) == ("ProcessPayment", 1)
    again = await orchestrator(actions, progress).drive(saga, purchase())
    assert again.status is SagaStatus.COMPLETED


async def test_an_unreachable_service_waits_too() -> None:
    actions = ScriptedActions({"ReserveItems": [UnavailableError("peer-unreachable")]})
    saga = await drive(actions, RememberedProgress())
    assert saga.next_action == "ReserveItems"


async def test_pauses_grow_up_to_a_bound() -> None:
    errors: list[Exception] = [UnavailableError("peer-unreachable") for _ in range(8)]
    actions, progress = ScriptedActions({"CreateOrder": errors}), RememberedProgress()
    saga = begin(ORDER, REFERENCE_SAGA)
    for _ in range(8):
        saga = await orchestrator(actions, progress).drive(saga, purchase())
    assert progress.pauses == sorted(progress.pauses)
    assert progress.pauses[0] < progress.pauses[-1] == timedelta(seconds=2)


async def test_a_saga_in_doubt_for_too_long_is_compensated() -> None:
    actions = ScriptedActions({"ProcessPayment": [OutcomeUnknownError("peer-timed-out")]})
    progress = RememberedProgress()
    saga = await drive(actions, progress, age=DEADLINE * 2)
    assert saga.next_action == "RefundPayment"
    done = await orchestrator(actions, progress).drive(saga, purchase(), DEADLINE * 2)
    assert done.status is SagaStatus.COMPENSATED
    assert actions.performed[-3:] == [
        "RefundPayment peer-timed-out",
        "ReleaseItems peer-timed-out",
        "CancelOrder peer-timed-out",
    ]


async def test_a_driver_that_lost_its_lease_stops() -> None:
    actions, progress = ScriptedActions(), RememberedProgress(keeps=2)
    await drive(actions, progress)
    assert actions.performed == ["CreateOrder", "ReserveItems", "ProcessPayment"]


async def test_a_step_is_kept_with_the_orders_own_that_follows_it() -> None:
    confirming = [UnavailableError("database-unavailable")]
    actions, progress = ScriptedActions({"ConfirmOrder": [*confirming]}), RememberedProgress()
    saga = await drive(actions, progress)
    assert actions.performed[-1] == "ScheduleShipping"
    assert saga.next_action == "ConfirmOrder"
    assert [state.current_step for state in progress.states] == [1, 2, 3, 4]
    assert progress.pauses  # the last of them was kept with the wait for a better time


async def test_only_an_opening_step_is_performed_with_the_sagas_first_record() -> None:
    actions, progress = ScriptedActions(), RememberedProgress()
    opened = await orchestrator(actions, progress).open(begin(ORDER, REFERENCE_SAGA), purchase())
    assert opened is not None
    assert progress.states == [opened]
    assert (opened.next_action, actions.performed) == ("ReserveItems", ["CreateOrder"])
    other = begin(ORDER, REFERENCE_SAGA[1:])
    assert await orchestrator(actions, progress).open(other, purchase()) == other
    assert actions.performed == ["CreateOrder"]


async def test_an_order_that_has_a_saga_does_not_get_another() -> None:
    actions, progress = ScriptedActions(), RememberedProgress(keeps=0)
    saga = begin(ORDER, REFERENCE_SAGA)
    assert await orchestrator(actions, progress).open(saga, purchase()) is None
