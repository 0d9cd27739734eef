"""Judge the saga on paper, then have the shop execute it while a payment and others fail."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from decomposer.documents import Source
from decomposer.partition import Partition
from exercises.answer import Answer
from exercises.base import blueprint_of
from exercises.grading.bench import Bench
from exercises.grading.blueprints import read_blueprint
from exercises.grading.documents import located
from exercises.grading.grader import Check, Grader, Rehearsal
from exercises.grading.trial import shop
from exercises.model import Finding
from exercises.sagas.order_saga import judging
from exercises.sagas.order_saga.judging import Outcomes
from exercises.sagas.order_saga.plays import foreseen
from exercises.sagas.order_saga.scenarios import play
from generators.blueprint import Blueprint
from generators.blueprint.saga_actions import CHECKOUT_MODULES, SAGA_ACTIONS
from generators.blueprint.transactions import SagaStep

ASKED = "saga-orchestration"
SURROUNDINGS = "surroundings"


@dataclass(frozen=True, slots=True)
class SagaEvidence:
    """A blueprint, seen from its checkout."""

    source: Source
    blueprint: Blueprint

    @property
    def steps(self) -> tuple[SagaStep, ...]:
        """The learner's steps."""
        transactions = self.blueprint.transactions
        return transactions.saga.steps if transactions and transactions.saga else ()


def read(answer: Answer) -> SagaEvidence:
    """Parse the learner's blueprint."""
    return SagaEvidence(*read_blueprint(answer))


def orchestrated(evidence: SagaEvidence) -> Iterator[Finding]:
    """The checkout is a saga that somebody conducts."""
    transactions = evidence.blueprint.transactions
    given = transactions.checkout if transactions else "—"
    if given != ASKED:
        two_phases = given == "two-phase-commit"
        code = "saga-two-phase-commit" if two_phases else "saga-not-orchestrated"
        read_at = "4.5#two-phase-commit" if two_phases else "4.5#orchestration-or-choreography"
        at = ("transactions", "checkout")
        yield located(evidence.source, at, code, read_at, given=given)


def complete(evidence: SagaEvidence) -> Iterator[Finding]:
    """Every step of the order's way is there."""
    actions = {step.action for step in evidence.steps}
    for action in SAGA_ACTIONS:
        if action not in actions:
            at = ("transactions", "saga", "steps")
            read_at = "4.5#saga-steps"
            yield located(evidence.source, at, "saga-step-missing", read_at, action=action)


def observe(evidence: SagaEvidence, bench: Bench) -> Outcomes:
    """Run the learner's saga on the learner's services, and play the scenarios."""
    sound = blueprint_of(_taking_part(evidence.blueprint))
    tried = sound.model_copy(update={"transactions": evidence.blueprint.transactions})
    with shop(bench, tried, "order-saga") as status:
        outcomes = asyncio.run(play(status.gateway_url))
    return Outcomes(evidence.source, evidence.steps, outcomes)


def _taking_part(blueprint: Blueprint) -> Partition:
    """The services that the saga touches as they are; all others as one, which starts sooner."""
    touched: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    for name, service in blueprint.services.items():
        if set(service.modules) & set(CHECKOUT_MODULES):
            touched[name] = service.modules
        else:
            others += service.modules
    around = {SURROUNDINGS: tuple(others)} if others else {}
    return Partition(blueprint.name, {**touched, **around})


def figures(outcomes: Outcomes) -> Mapping[str, float | int | str]:
    """What became of the order in each scenario."""
    return {
        f"{outcome.scenario.replace('-', '_')}_order": outcome.order for outcome in outcomes.all
    }


_OUTCOMES: dict[str, Callable[[Outcomes], Iterator[Finding]]] = {
    "saga-completes": judging.completes,
    "saga-stock-returned": judging.stock_returned,
    "saga-money-returned": judging.money_returned,
    "saga-order-closed": judging.order_closed,
    "saga-parcel-stopped": judging.parcel_stopped,
    "saga-goods-before-money": judging.goods_before_money,
    "saga-money-before-parcel": judging.money_before_parcel,
}


def _ahead(code: str, find: Callable[[Outcomes], Iterator[Finding]]) -> Check[SagaEvidence]:
    def ahead(evidence: SagaEvidence) -> Iterator[Finding]:
        outcomes = foreseen(evidence.steps) if evidence.steps else ()
        yield from find(Outcomes(evidence.source, evidence.steps, outcomes))

    return Check(code, ahead)


GRADER = Grader(
    read,
    (
        Check("saga-orchestrated", orchestrated),
        Check("saga-steps-complete", complete),
        *(_ahead(code, find) for code, find in _OUTCOMES.items()),
    ),
    Rehearsal(
        observe,
        tuple(Check(f"{code}-measured", find) for code, find in _OUTCOMES.items()),
        figures,
        frozenset(
            {
                "saga-stock-leaked",
                "saga-payment-kept",
                "saga-order-stuck",
                "saga-parcel-leaves",
                "saga-charged-before-reserved",
                "saga-shipped-unpaid",
            }
        ),
    ),
)
