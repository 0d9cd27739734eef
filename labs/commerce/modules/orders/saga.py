"""A saga as a value: what was done, what is next, and what every outcome makes of it.

Nothing here calls anybody: the orchestrator performs `next_action` and reports the outcome.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from msgspec.structs import replace

from labs.commerce.platform.messages import Message
from labs.commerce.spec import SagaStep

SAGA_TYPE = "OrderProcessing"


class StepStatus(StrEnum):
    """What is known about a step."""

    PENDING = "pending"
    IN_DOUBT = "in-doubt"
    """It was asked for, and whether it happened is not known."""
    COMPLETED = "completed"
    FAILED = "failed"
    COMPENSATED = "compensated"
    COMPENSATION_FAILED = "compensation-failed"


class SagaStatus(StrEnum):
    """Where a saga stands."""

    RUNNING = "running"
    COMPLETED = "completed"
    COMPENSATING = "compensating"
    COMPENSATED = "compensated"
    FAILED = "failed"
    """A compensation was refused: only a person can settle this."""


_UNFINISHED = (SagaStatus.RUNNING, SagaStatus.COMPENSATING)
_TO_COMPENSATE = (StepStatus.COMPLETED, StepStatus.IN_DOUBT)


class Step(Message, frozen=True, kw_only=True):
    """One step, and what became of it."""

    step_id: int
    """Counts from 1."""
    action: str
    service: str
    compensation: str | None
    status: StepStatus = StepStatus.PENDING
    attempts: int = 0
    error: str = ""


class Saga(Message, frozen=True, kw_only=True):
    """A saga in the shape in which it is stored and shown."""

    saga_id: str
    saga_type: str
    order_id: UUID
    steps: list[Step]
    compensation_required: bool = False
    current_step: int = 0
    """Index of the step being performed or undone; counts from 0."""
    status: SagaStatus = SagaStatus.RUNNING

    @property
    def is_finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.status not in _UNFINISHED

    @property
    def next_action(self) -> str | None:
        """The action or compensation to perform now; None when finished."""
        if self.is_finished:
            return None
        step = self.steps[self.current_step]
        return step.compensation if self.compensation_required else step.action


def begin(order_id: UUID, steps: Sequence[SagaStep]) -> Saga:
    """A saga of which nothing was performed yet."""
    numbered = [
        Step(step_id=number, action=s.action, service=s.service, compensation=s.compensation)
        for number, s in enumerate(steps, start=1)
    ]
    return Saga(saga_id=f"saga-{order_id}", saga_type=SAGA_TYPE, order_id=order_id, steps=numbered)


def succeeded(saga: Saga) -> Saga:
    """The current action, or the current compensation, was performed."""
    if saga.compensation_required:
        return _back(_with(saga, StepStatus.COMPENSATED))
    done = _with(saga, StepStatus.COMPLETED)
    following = saga.current_step + 1
    if following == len(saga.steps):
        return replace(done, status=SagaStatus.COMPLETED)
    return replace(done, current_step=following)


def refused(saga: Saga, code: str) -> Saga:
    """The rules said no: forwards that means compensate, backwards that somebody must look."""
    if saga.compensation_required:
        return _back(_with(saga, StepStatus.COMPENSATION_FAILED, code))
    return _turn_back(_with(saga, StepStatus.FAILED, code))


def in_doubt(saga: Saga, code: str) -> Saga:
    """Nobody knows whether it happened: the same will be asked again."""
    status = saga.steps[saga.current_step].status
    kept = status if saga.compensation_required else StepStatus.IN_DOUBT
    return _with(saga, kept, code)


def abandoned(saga: Saga) -> Saga:
    """Patience is over: compensate, the step in doubt included."""
    return saga if saga.compensation_required else _turn_back(saga)


def withdrawn(saga: Saga, code: str) -> Saga:
    """A saga that is turned back, for a reason that none of its steps gave.

    What it was doing, or did last, is in doubt.
    """
    last = saga.steps[saga.current_step]
    status = StepStatus.IN_DOUBT if last.compensation else StepStatus.COMPENSATED
    return _turn_back(_with(saga, status, code))


def reason(saga: Saga) -> str:
    """Why it was, or is being, compensated."""
    errors = [s.error for s in saga.steps if s.error and s.status is not StepStatus.COMPLETED]
    return errors[-1] if errors else ""


def _turn_back(saga: Saga) -> Saga:
    turned = replace(saga, compensation_required=True, status=SagaStatus.COMPENSATING)
    return _back(replace(turned, current_step=saga.current_step + 1))


def _back(saga: Saga) -> Saga:
    """Go to the nearest earlier step that is to be undone, or finish."""
    for index in range(saga.current_step - 1, -1, -1):
        step = saga.steps[index]
        if step.compensation and step.status in _TO_COMPENSATE:
            return replace(saga, current_step=index)
    stuck = any(step.status is StepStatus.COMPENSATION_FAILED for step in saga.steps)
    status = SagaStatus.FAILED if stuck else SagaStatus.COMPENSATED
    return replace(saga, current_step=0, status=status)


def _with(saga: Saga, status: StepStatus, error: str = "") -> Saga:
    steps = list(saga.steps)
    step = steps[saga.current_step]
    steps[saga.current_step] = replace(
        step, status=status, error=error or step.error, attempts=step.attempts + 1
    )
    return replace(saga, steps=steps)
