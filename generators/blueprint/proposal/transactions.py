"""The checkout of a proposal: one transaction where it can be, a saga where it cannot."""

from typing import Any

from generators.blueprint.proposal.facts import Placed
from generators.blueprint.saga_actions import CHECKOUT_MODULES, SAGA_ACTIONS


def transactions(placed: Placed) -> dict[str, Any]:
    """Section `transactions`; empty for a partition without a checkout."""
    if not placed.has(*CHECKOUT_MODULES):
        return {}
    if len({placed.holder[module] for module in CHECKOUT_MODULES}) == 1:
        return {"checkout": "acid"}
    steps = [_step(placed, action) for action in SAGA_ACTIONS]
    return {"checkout": "saga-orchestration", "saga": {"steps": steps}}


def checkout_edges(placed: Placed) -> list[tuple[str, str]]:
    """The calls that the saga's orchestrator makes."""
    if not placed.has(*CHECKOUT_MODULES):
        return []
    orchestrator = placed.holder["orders"]
    services = {placed.holder[module] for module in CHECKOUT_MODULES}
    return [(orchestrator, service) for service in sorted(services - {orchestrator})]


def _step(placed: Placed, action: str) -> dict[str, Any]:
    known = SAGA_ACTIONS[action]
    step = {"action": action, "service": placed.holder[known.module]}
    if known.compensation:
        step["compensation"] = known.compensation
    return step
