"""Negative controls: a shop with one thing wrong, the crash that shows it, what must notice."""

from dataclasses import dataclass

from labs.commerce.platform.crash_points import CrashPoint, Place
from labs.observe.audit import Invariant
from tests.crash.cells import ORCHESTRATION, Cell

HANDLERS_THROW = "handlers-throw"
"""No mistake: what a shop has to bear."""


@dataclass(frozen=True, slots=True)
class Control:
    """One wrong way and how it is caught."""

    sabotage: str
    cell: Cell
    caught_by: Invariant
    amid: tuple[str, ...] = ()
    """What goes on besides: by itself it breaks nothing."""


def _at(part: str, place: Place, subject: str) -> Cell:
    return Cell(ORCHESTRATION, part, CrashPoint(place, subject))


CONTROLS = (
    Control(
        "no-relay",
        _at("payment", Place.AFTER_COMMIT, "PaymentProcessed"),
        Invariant.EVENTS_DELIVERED,
    ),
    Control(
        "delete-before-publish",
        _at("order", Place.BEFORE_PUBLISH, "OrderConfirmed"),
        Invariant.EVENTS_DELIVERED,
    ),
    Control("acks-0", Cell(ORCHESTRATION, "nats", freezes=True), Invariant.EVENTS_DELIVERED),
    Control(
        "ack-on-exception",
        Cell(ORCHESTRATION, "notification"),
        Invariant.EVENTS_DELIVERED,
        amid=(HANDLERS_THROW,),
    ),
    Control(
        "no-deduplication",
        _at("order", Place.AFTER_PUBLISH, "OrderConfirmed"),
        Invariant.ONE_LETTER,
    ),
    Control(
        "non-idempotent-charge",
        _at("payment", Place.AFTER_ASKING, "payment-provider/authorisations"),
        Invariant.NO_DOUBLE_CHARGE,
    ),
)
