"""What an outcome must look like, whether it was foreseen or seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from decomposer.documents import Source
from exercises.grading.documents import located
from exercises.model import Finding
from exercises.sagas.order_saga.plays import (
    CANCELLED,
    CONFIRMED,
    COURIER_REFUSES,
    GOODS_SHORT,
    NOBODY_REFUSES,
    Outcome,
)
from generators.blueprint.transactions import SagaStep


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The steps, and what they made of every scenario."""

    source: Source
    steps: tuple[SagaStep, ...]
    all: tuple[Outcome, ...]

    def failed(self) -> Iterator[Outcome]:
        """The scenarios in which something is refused."""
        for outcome in self.all:
            if outcome.scenario != NOBODY_REFUSES:
                yield outcome

    def finding(self, outcome: Outcome, action: str, code: str, read: str) -> Finding:
        """A finding at the step of an action, with the outcome as evidence."""
        position = next((p for p, step in enumerate(self.steps) if step.action == action), 0)
        return located(
            self.source,
            ("transactions", "saga", "steps", position),
            code,
            read,
            evidence=outcome.told,
            scenario=outcome.scenario,
            order=outcome.order or "—",
            taken=outcome.taken,
            ledger=", ".join(outcome.ledger) or "—",
            shipment=outcome.shipment or "—",
        )


def completes(outcomes: Outcomes) -> Iterator[Finding]:
    """When nobody refuses, the order is confirmed, paid once, reserved once and scheduled."""
    for outcome in outcomes.all:
        if outcome.scenario == NOBODY_REFUSES:
            right = (
                outcome.order == CONFIRMED
                and outcome.taken == outcome.wanted
                and outcome.ledger == ("CAPTURED",)
                and outcome.shipment == "SCHEDULED"
            )
            if not right:
                read = "4.5#saga-steps"
                yield outcomes.finding(outcome, "CreateOrder", "saga-incomplete", read)


def stock_returned(outcomes: Outcomes) -> Iterator[Finding]:
    """A failed order keeps no goods."""
    for outcome in outcomes.failed():
        if outcome.taken:
            read = "4.5#compensations"
            yield outcomes.finding(outcome, "ReserveItems", "saga-stock-leaked", read)


def money_returned(outcomes: Outcomes) -> Iterator[Finding]:
    """A failed order keeps no money."""
    for outcome in outcomes.failed():
        if outcome.kept_money:
            read = "4.5#compensations"
            yield outcomes.finding(outcome, "ProcessPayment", "saga-payment-kept", read)


def order_closed(outcomes: Outcomes) -> Iterator[Finding]:
    """A failed order is cancelled; it does not wait for ever, nor is it confirmed."""
    for outcome in outcomes.failed():
        if outcome.order != CANCELLED:
            read = "4.5#stuck-sagas"
            yield outcomes.finding(outcome, "CreateOrder", "saga-order-stuck", read)


def parcel_stopped(outcomes: Outcomes) -> Iterator[Finding]:
    """A failed order sends no parcel."""
    for outcome in outcomes.failed():
        if outcome.shipment == "SCHEDULED":
            read = "4.5#compensations"
            yield outcomes.finding(outcome, "ScheduleShipping", "saga-parcel-leaves", read)


def goods_before_money(outcomes: Outcomes) -> Iterator[Finding]:
    """Nobody pays, not even for a moment, for goods that are not there."""
    for outcome in outcomes.all:
        if outcome.scenario == GOODS_SHORT and outcome.ledger:
            read = "4.5#saga-steps"
            yield outcomes.finding(outcome, "ProcessPayment", "saga-charged-before-reserved", read)


def money_before_parcel(outcomes: Outcomes) -> Iterator[Finding]:
    """No parcel is planned before it is paid for and its goods are there."""
    for outcome in outcomes.failed():
        before = outcome.scenario not in {COURIER_REFUSES, "too-late"}
        if before and outcome.shipment:
            read = "4.5#saga-steps"
            yield outcomes.finding(outcome, "ScheduleShipping", "saga-shipped-unpaid", read)
