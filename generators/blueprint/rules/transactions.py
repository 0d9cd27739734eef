"""The checkout and its saga."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.rules.references import service_unknown
from generators.blueprint.saga_actions import CHECKOUT_MODULES, COMPENSATIONS, SAGA_ACTIONS
from generators.blueprint.transactions import SagaStep

_STEPS = ("transactions", "saga", "steps")


def acid_not_co_located(bp: Blueprint) -> Iterator[Violation]:
    """One ACID transaction spans one database: the checkout's modules share a service."""
    if bp.transactions is None or bp.transactions.checkout != "acid":
        return
    holders = bp.holders()
    services = sorted({holders[module] for module in CHECKOUT_MODULES if module in holders})
    if len(services) > 1:
        at = ("transactions", "checkout")
        params = {"services": ", ".join(services), "modules": ", ".join(CHECKOUT_MODULES)}
        expected = ("saga-orchestration", "saga-choreography", "two-phase-commit")
        yield Violation("acid-not-co-located", at, "acid", expected, params)


def saga_without_steps(bp: Blueprint) -> Iterator[Violation]:
    """A saga has steps."""
    if bp.transactions is None or not bp.transactions.checkout.startswith("saga"):
        return
    if not _steps(bp):
        at = ("transactions", "checkout")
        yield Violation("saga-without-steps", at, bp.transactions.checkout)


def saga_actions(bp: Blueprint) -> Iterator[Violation]:
    """A step is an action of the shop, in the service that can carry it out, and only once."""
    holders = bp.holders()
    seen = set()
    for index, step in enumerate(_steps(bp)):
        yield from service_unknown(bp, step.service, (*_STEPS, index, "service"))
        known = SAGA_ACTIONS.get(step.action)
        at = (*_STEPS, index, "action")
        if known is None:
            yield Violation("saga-action-unknown", at, step.action, tuple(SAGA_ACTIONS))
            continue
        if step.action in seen:
            yield Violation("saga-step-twice", at, step.action)
        seen.add(step.action)
        holder = holders.get(known.module)
        if holder and holder != step.service and step.service in bp.services:
            params = {"action": step.action, "module": known.module, "holder": holder}
            place = (*_STEPS, index, "service")
            yield Violation("saga-step-elsewhere", place, step.service, (holder,), params)


def saga_compensations(bp: Blueprint) -> Iterator[Violation]:
    """A compensation is an action of the shop, and undoes the step it stands beside."""
    for index, step in enumerate(_steps(bp)):
        if step.compensation is None:
            continue
        at = (*_STEPS, index, "compensation")
        if step.compensation not in COMPENSATIONS:
            expected = tuple(COMPENSATIONS)
            yield Violation("compensation-unknown", at, step.compensation, expected)
        elif step.action in SAGA_ACTIONS and COMPENSATIONS[step.compensation] != step.action:
            own = SAGA_ACTIONS[step.action].compensation
            params = {"action": step.action, "undoes": COMPENSATIONS[step.compensation]}
            expected = (own,) if own else ()
            yield Violation("compensation-of-another", at, step.compensation, expected, params)


def saga_order(bp: Blueprint) -> Iterator[Violation]:
    """The order is created first and confirmed last: nothing can refer to it before or after."""
    steps = _steps(bp)
    first, last = next(iter(SAGA_ACTIONS)), list(SAGA_ACTIONS)[-1]
    for index, step in enumerate(steps):
        at = (*_STEPS, index, "action")
        if index == 0 and step.action in SAGA_ACTIONS and step.action != first:
            yield Violation("saga-starts-elsewhere", at, step.action, (first,))
        if step.action == last and index != len(steps) - 1:
            yield Violation("saga-goes-on-after-end", at, step.action)


def _steps(bp: Blueprint) -> tuple[SagaStep, ...]:
    transactions = bp.transactions
    return transactions.saga.steps if transactions and transactions.saga else ()


RULES = (
    acid_not_co_located,
    saga_without_steps,
    saga_actions,
    saga_compensations,
    saga_order,
)
