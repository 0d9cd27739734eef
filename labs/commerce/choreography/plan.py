"""The saga's steps read as a choreography: every action answers an event.

Forwards a step follows the event of the step before it. Backwards a compensation follows the
refusal of a later step, or the event that tells that the nearest later step has been undone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labs.commerce.modules.orders.api import (
    OrderCancelled,
    OrderConfirmed,
    OrderCreated,
    OrderExpired,
)
from labs.commerce.modules.payments.api import (
    PaymentFailed,
    PaymentProcessed,
    PaymentRefunded,
    PaymentVoided,
)
from labs.commerce.modules.reservations.api import ItemsReleased, ItemsReserved, ReservationFailed
from labs.commerce.modules.shipping.api import ShippingCancelled, ShippingFailed, ShippingScheduled
from labs.commerce.platform.messages import Event
from labs.commerce.spec import SagaStep


@dataclass(frozen=True, slots=True)
class Signs:
    """The events that tell how an action ended."""

    done: tuple[type[Event], ...]
    refused: tuple[type[Event], ...] = ()


SIGNS: Mapping[str, Signs] = {
    "CreateOrder": Signs((OrderCreated,)),
    "CancelOrder": Signs((OrderCancelled,)),
    "ReserveItems": Signs((ItemsReserved,), (ReservationFailed,)),
    "ReleaseItems": Signs((ItemsReleased,)),
    "ProcessPayment": Signs((PaymentProcessed,), (PaymentFailed,)),
    "RefundPayment": Signs((PaymentRefunded, PaymentVoided)),
    "ScheduleShipping": Signs((ShippingScheduled,), (ShippingFailed,)),
    "CancelShipping": Signs((ShippingCancelled,)),
    "ConfirmOrder": Signs((OrderConfirmed,)),
}

TURNS: tuple[type[Event], ...] = (
    OrderExpired,
    *(kind for signs in SIGNS.values() for kind in signs.refused),
)
"""After any of these an order can only be undone."""

Plan = Mapping[type[Event], str]
"""The action that each event calls for."""


def plan(steps: Sequence[SagaStep]) -> Plan:
    """What every event of a saga's actions calls for."""
    calls: dict[type[Event], str] = {}
    for index, step in enumerate(steps):
        if index + 1 < len(steps):
            calls |= dict.fromkeys(SIGNS[step.action].done, steps[index + 1].action)
        undo = _undo_before(steps, index)
        if undo:
            undone = SIGNS[step.compensation].done if step.compensation else ()
            calls |= dict.fromkeys((*SIGNS[step.action].refused, *undone), undo)
    last = _undo_before(steps, len(steps))
    return calls | {OrderExpired: last} if last else calls


def _undo_before(steps: Sequence[SagaStep], index: int) -> str | None:
    """The nearest compensation of the steps before `index`."""
    undos = [step.compensation for step in steps[:index] if step.compensation]
    return undos[-1] if undos else None
