"""An order as the events of its checkout tell it: what to do now, and how far it got.

Nothing here calls anybody, and nothing depends on the order in which the events arrived.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from labs.commerce.choreography.plan import SIGNS, TURNS, Plan
from labs.commerce.modules.orders.api import (
    Order,
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
)
from labs.commerce.modules.orders.saga import Saga, SagaStatus, Step, StepStatus, begin
from labs.commerce.modules.orders.state import OrderStatus
from labs.commerce.platform.messages import Event
from labs.commerce.spec import SagaStep

Heard = Mapping[str, str]
"""The events heard about an order, in the order in which they came, and the reasons they gave."""

HEARD: frozenset[type[Event]] = frozenset(
    {kind for signs in SIGNS.values() for kind in signs.done} | set(TURNS)
) - {OrderConfirmed, OrderCancelled}
"""All that is heard about an order, but for what the order itself says of its end."""

_SAGA_STATUS = {
    OrderStatus.CONFIRMED.value: SagaStatus.COMPLETED,
    OrderStatus.CANCELLED.value: SagaStatus.COMPENSATED,
}
_OWN_END = {
    OrderStatus.CONFIRMED.value: OrderConfirmed,
    OrderStatus.CANCELLED.value: OrderCancelled,
}


def answer(plan: Plan, order: Order, heard: Heard) -> str | None:
    """What the order itself must do after all that has been heard about it."""
    called_for = {action for kind, action in plan.items() if kind.__name__ in heard}
    if order.status == OrderStatus.CONFIRMED.value:
        # undone though nothing went wrong: it was withdrawn
        is_undone = "CancelOrder" in called_for and not turned_back(heard)
        return "CancelOrder" if is_undone else None
    if order.status != OrderStatus.PENDING.value:
        return None
    action = "CancelOrder" if turned_back(heard) else "ConfirmOrder"
    return action if action in called_for else None


def turned_back(heard: Heard) -> bool:
    """Whether the order can only be undone."""
    return any(kind.__name__ in heard for kind in TURNS)


def reason(heard: Heard) -> str:
    """Why the order came to nothing: the first refusal, since others may follow from it."""
    turns = {kind.__name__ for kind in TURNS}
    return next((said for event, said in heard.items() if event in turns), "")


def saga(order: Order, steps: Sequence[SagaStep], heard: Heard) -> Saga:
    """The saga that the events amount to. How often a step was attempted nobody has told."""
    end = _OWN_END.get(order.status)
    known = {OrderCreated.__name__: "", **heard, **({end.__name__: ""} if end else {})}
    begun = begin(order.order_id, steps)
    seen = [_seen(step, known) for step in begun.steps]
    back = turned_back(heard)
    open_status = SagaStatus.COMPENSATING if back else SagaStatus.RUNNING
    return replace(
        begun,
        steps=seen,
        compensation_required=back,
        current_step=_current(seen, back=back),
        status=_SAGA_STATUS.get(order.status, open_status),
    )


def _seen(step: Step, heard: Heard) -> Step:
    signs = SIGNS[step.action]
    undone = SIGNS[step.compensation].done if step.compensation else ()
    refusal = next((kind.__name__ for kind in signs.refused if kind.__name__ in heard), None)
    if refusal is not None:
        return replace(step, status=StepStatus.FAILED, error=heard[refusal])
    if any(kind.__name__ in heard for kind in undone):
        return replace(step, status=StepStatus.COMPENSATED)
    if any(kind.__name__ in heard for kind in signs.done):
        return replace(step, status=StepStatus.COMPLETED)
    return step


def _current(steps: Sequence[Step], *, back: bool) -> int:
    """The step being performed, or the one being undone; counts from 0."""
    if back:
        to_undo = [s.step_id for s in steps if s.compensation and s.status is StepStatus.COMPLETED]
        return to_undo[-1] - 1 if to_undo else 0
    waiting = [s.step_id for s in steps if s.status is StepStatus.PENDING]
    return (waiting[0] if waiting else len(steps)) - 1
