"""The scenarios of a checkout, and what the learner's steps make of each on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from generators.blueprint.transactions import SagaStep
from labs.commerce.modules.orders.saga import Saga, begin, refused, succeeded
from labs.commerce.spec import SagaStep as LaunchStep

CONFIRMED, CANCELLED, PENDING = "CONFIRMED", "CANCELLED", "PENDING"

NOBODY_REFUSES = "happy"
CARD_DECLINED = "card-declined"
GOODS_SHORT = "goods-short"
COURIER_REFUSES = "courier-refuses"
TOO_LATE = "too-late"

REFUSALS = {
    NOBODY_REFUSES: "",
    CARD_DECLINED: "ProcessPayment",
    GOODS_SHORT: "ReserveItems",
    COURIER_REFUSES: "ScheduleShipping",
    TOO_LATE: "ConfirmOrder",
}
"""The step that is refused in each scenario."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of one order when its saga has ended."""

    scenario: str
    order: str
    """The status of the order; empty where there is none."""
    taken: int
    """How many pieces are missing on the shelf."""
    ledger: tuple[str, ...]
    """What happened to the money, in order: `CAPTURED`, `REFUNDED`."""
    shipment: str
    """`SCHEDULED`, `CANCELLED`, or empty where none was ever planned."""
    wanted: int = 1
    """How many pieces were ordered."""
    told: str = ""
    """What was asked and seen, as evidence."""
    performed: tuple[str, ...] = field(default=())
    """The actions and compensations that succeeded, in order."""

    @property
    def kept_money(self) -> bool:
        """Whether the shop has the customer's money."""
        return self.ledger.count("CAPTURED") > self.ledger.count("REFUNDED")


def foreseen(steps: Sequence[SagaStep]) -> tuple[Outcome, ...]:
    """Every scenario, played with the shop's own rules of what follows what."""
    return tuple(_outcome(name, tuple(_performed(steps, name))) for name in REFUSALS)


def _performed(steps: Sequence[SagaStep], scenario: str) -> Iterator[str]:
    launched = [
        LaunchStep(action=step.action, service=step.service, compensation=step.compensation)
        for step in steps
    ]
    saga: Saga = begin(UUID(int=0), launched)
    while (action := saga.next_action) is not None:
        if action == REFUSALS[scenario] and not saga.compensation_required:
            saga = refused(saga, scenario)
            continue
        yield action
        saga = succeeded(saga)


def _outcome(scenario: str, performed: tuple[str, ...]) -> Outcome:
    order = ""
    if "CreateOrder" in performed:
        order = CONFIRMED if "ConfirmOrder" in performed else PENDING
    if "CancelOrder" in performed:
        order = CANCELLED
    money = {"ProcessPayment": "CAPTURED", "RefundPayment": "REFUNDED"}
    shipment = "SCHEDULED" if "ScheduleShipping" in performed else ""
    return Outcome(
        scenario,
        order,
        taken=performed.count("ReserveItems") - performed.count("ReleaseItems"),
        ledger=tuple(money[action] for action in performed if action in money),
        shipment="CANCELLED" if "CancelShipping" in performed else shipment,
        told=f"{scenario}: {' → '.join(performed)}",
        performed=performed,
    )
