"""The actions of the order saga that the shop can carry out, and what undoes each."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SagaAction:
    """An action of the shop: the module that carries it out, and the action that undoes it."""

    module: str
    compensation: str | None


SAGA_ACTIONS: Mapping[str, SagaAction] = {
    "CreateOrder": SagaAction("orders", "CancelOrder"),
    "ReserveItems": SagaAction("reservations", "ReleaseItems"),
    "ProcessPayment": SagaAction("payments", "RefundPayment"),
    "ScheduleShipping": SagaAction("shipping", "CancelShipping"),
    "ConfirmOrder": SagaAction("orders", None),
}
"""In the order in which they can run: the first opens the order and the last closes it."""

COMPENSATIONS: Mapping[str, str] = {
    action.compensation: name for name, action in SAGA_ACTIONS.items() if action.compensation
}
"""The action that each compensation undoes."""

CHECKOUT_MODULES: tuple[str, ...] = tuple(
    dict.fromkeys(action.module for action in SAGA_ACTIONS.values())
)
"""The modules whose data one checkout changes."""
