"""The cells of the crash matrix: which process ends where, under which way to check out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from labs.commerce.choreography.plan import SIGNS, plan
from labs.commerce.modules.orders.actions import WITHDRAW
from labs.commerce.modules.orders.two_phase_commit import COMMIT, DECIDE, VOTE
from labs.commerce.modules.payments.refunds import REFUND
from labs.commerce.platform.crash_points import CrashPoint, Place
from labs.commerce.spec import REFERENCE_SAGA
from tests.shops import REFERENCE

ORCHESTRATION, CHOREOGRAPHY = "saga-orchestration", "saga-choreography"
TWO_PHASE = "two-phase-commit"
STYLES = (ORCHESTRATION, CHOREOGRAPHY, TWO_PHASE)

SERVERS = ("postgres", "nats", "valkey", "gateway")
FORK_SERVER = "fork-server"
"""The parent of every service: all of them end with it."""

HOLDER = {module: part for part, modules in REFERENCE.items() for module in modules}

SILENT = "silent"
"""The payment provider never answers: the order's time runs out."""

_REFUNDED = {"RefundIssued": "payments", "OrderRefunded": "orders"}
"""What staff gave back: no step of a saga, and told under every way to check out."""

_WRITERS = {"OrderExpired": "orders", **_REFUNDED} | {
    kind.__name__: step.service
    for step in REFERENCE_SAGA
    for action in (step.action, step.compensation)
    if action
    for kind in (*SIGNS[action].done, *SIGNS[action].refused)
}
"""Event -> the module that publishes it."""

EVENTS = tuple(sorted(_WRITERS))
ACTIONS = tuple(sorted({a for s in REFERENCE_SAGA for a in (s.action, s.compensation) if a}))

_MAILED = ("OrderConfirmed", "OrderCancelled", "OrderRefunded", "ShippingScheduled")
_REPORTED = ("OrderConfirmed", "OrderCancelled", "OrderRefunded")

_RARE = {
    ORCHESTRATION: frozenset({"PaymentVoided", "OrderExpired"}),
    CHOREOGRAPHY: frozenset({"PaymentVoided", "OrderExpired", "CancelShipping"}),
}
"""Only an order whose time ran out comes there."""

OUT_OF_REACH: Mapping[tuple[str, str], str] = {
    (CHOREOGRAPHY, "CreateOrder"): "the order's own: a handler's transaction, no step of a worker",
    (CHOREOGRAPHY, "ConfirmOrder"): "the order's own: a handler's transaction, no step of a worker",
    (CHOREOGRAPHY, "CancelOrder"): "the order's own: a handler's transaction, no step of a worker",
}
"""Points that no load of ours comes to, each with its reason."""

_NOTED_AT_ONCE = "performed and noted by one statement"
_NOTED_LATER = "noted by the statement of the order's own step that follows it"
CLOSED: Mapping[tuple[str, Place, str], str] = {
    (ORCHESTRATION, Place.AFTER_STEP, "CreateOrder"): _NOTED_AT_ONCE,
    (ORCHESTRATION, Place.AFTER_STEP, "ConfirmOrder"): _NOTED_AT_ONCE,
    (ORCHESTRATION, Place.AFTER_STEP, "CancelOrder"): _NOTED_AT_ONCE,
    (ORCHESTRATION, Place.AFTER_NOTE, "ScheduleShipping"): _NOTED_LATER,
    (ORCHESTRATION, Place.AFTER_NOTE, "ReleaseItems"): _NOTED_LATER,
}
"""Gaps that a saga's steps do not leave, each with its reason."""

_WRITTEN = (Place.BEFORE_COMMIT, Place.AFTER_COMMIT, Place.BEFORE_PUBLISH, Place.AFTER_PUBLISH)
_HEARD = (Place.BEFORE_HANDLING, Place.AFTER_HANDLING, Place.BEFORE_ACK)
_STEPS = (Place.BEFORE_STEP, Place.AFTER_STEP, Place.AFTER_NOTE)

_ANSWERS = {
    ORCHESTRATION: (
        *("products/find_all", "reservations/reserve", "reservations/release"),
        *("payments/process", "payments/refund", "shipping/schedule"),
    ),
    CHOREOGRAPHY: ("products/find_all",),
}
_COORDINATED = (
    (Place.BEFORE_STEP, VOTE),
    (Place.BEFORE_STEP, DECIDE),
    (Place.AFTER_NOTE, DECIDE),
    (Place.AFTER_STEP, COMMIT),
)
_VOTED = ("two-phase/prepare", "two-phase/decide")
_ASKED = (
    ("payment", "payment-provider/authorisations"),
    ("payment", "payment-provider/reversals"),
    ("notification", "mail"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One crash: of a process at a point, or of a whole part at any moment."""

    style: str
    part: str
    point: CrashPoint | None = None
    """None: killed from outside."""
    freezes: bool = False
    """It answers nothing for a while before it is killed: what it was sent meanwhile is lost."""

    @property
    def name(self) -> str:
        """`payment after-commit:PaymentProcessed`."""
        if self.point is not None:
            return f"{self.part} {self.point.place.value}:{self.point.subject}"
        return f"{self.part} {'frozen, then killed' if self.freezes else 'killed'}"

    @property
    def needs_silence(self) -> bool:
        """Whether the point is reached only where the payment provider is silent."""
        return self.point is not None and self.point.subject in _RARE.get(self.style, ())


def cells(style: str) -> Iterator[Cell]:
    """Every cell of a style."""
    yield from _votes() if style == TWO_PHASE else _sagas(style)
    yield _at(style, "order", Place.BEFORE_ANSWER, "orders/place")
    yield from (_at(style, "order", place, WITHDRAW) for place in _STEPS)
    yield _at(style, "payment", Place.BEFORE_STEP, REFUND)
    yield _at(style, "payment", Place.AFTER_ASKING, "payment-provider/refunds")
    yield from (Cell(style, part) for part in (*REFERENCE, *SERVERS, "outside", FORK_SERVER))
    yield from (Cell(style, part, freezes=True) for part in ("postgres", "nats", "order"))


def _votes() -> Iterator[Cell]:
    """Between the vote and the decision, between the decision and its being carried out."""
    for place, subject in _COORDINATED:
        yield _at(TWO_PHASE, "order", place, subject)
    for part in ("payment", "inventory", "shipping"):
        for call in _VOTED:
            yield _at(TWO_PHASE, part, Place.BEFORE_ANSWER, call)
    yield _at(TWO_PHASE, "payment", Place.AFTER_ASKING, "payment-provider/captures")
    for event in _REFUNDED:
        yield from (_at(TWO_PHASE, _part(event), place, event) for place in _WRITTEN)


def _sagas(style: str) -> Iterator[Cell]:
    yield from (_at(style, _part(event), p, event) for p in _WRITTEN for event in _told(style))
    yield from (
        _at(style, part, place, event)
        for place in _HEARD
        for event in _told(style)
        for part in _listeners(style, event)
    )
    yield from (
        _at(style, _performer(style, action), place, action)
        for place in _STEPS
        for action in _done(style)
        if (style, place, action) not in CLOSED
    )
    yield from (
        _at(style, HOLDER[call.split("/")[0]], Place.BEFORE_ANSWER, call)
        for call in _ANSWERS[style]
    )
    yield from (_at(style, part, Place.AFTER_ASKING, what) for part, what in _ASKED)


def small_matrix(style: str) -> Iterator[Cell]:
    """The cells that tell most: each lies in a gap that a plain kill hardly ever hits."""
    if style == ORCHESTRATION:
        yield _at(style, "payment", Place.AFTER_COMMIT, "PaymentProcessed")
        yield _at(style, "order", Place.AFTER_STEP, "ProcessPayment")
        yield _at(style, "order", Place.AFTER_PUBLISH, "OrderConfirmed")
    else:
        yield _at(style, "inventory", Place.AFTER_COMMIT, "ItemsReserved")
        yield _at(style, "payment", Place.AFTER_STEP, "ProcessPayment")
        yield Cell(style, "nats", freezes=True)


def _at(style: str, part: str, place: Place, subject: str) -> Cell:
    passes = 1 if subject in _RARE.get(style, ()) else 2
    return Cell(style, part, CrashPoint(place, subject, passes))


def _told(style: str) -> list[str]:
    return [event for event in EVENTS if (style, event) not in OUT_OF_REACH]


def _done(style: str) -> list[str]:
    return [action for action in ACTIONS if (style, action) not in OUT_OF_REACH]


def _part(event: str) -> str:
    return HOLDER[_WRITERS[event]]


def _listeners(style: str, event: str) -> list[str]:
    """Who answers an event, who mails about it, and the orders' status, which hears everything."""
    found = ["order"]
    if style == CHOREOGRAPHY:
        calls = {kind.__name__: action for kind, action in plan(REFERENCE_SAGA).items()}
        found += [_performer(style, calls[event])] if event in calls else []
    if event in _MAILED:
        found.append("notification")
    if event in _REPORTED:
        found.append("analytics")
    return list(dict.fromkeys(found))


def _performer(style: str, action: str) -> str:
    """The orchestrator asks for every step; without one each module performs its own."""
    if style == ORCHESTRATION:
        return HOLDER["orders"]
    return HOLDER[next(s.service for s in REFERENCE_SAGA if action in (s.action, s.compensation))]
