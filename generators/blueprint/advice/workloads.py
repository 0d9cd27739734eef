"""Replicas on the cluster."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint

_OUTSIDE = ("kafka", "sns-sqs")
"""Brokers that an operator or a cloud runs."""


def never_asked_whether_ready(bp: Blueprint) -> Iterator[Violation]:
    """Each container is asked whether it is ready."""
    for name, workload in (bp.deployment.workloads if bp.deployment else {}).items():
        if workload.probes.readiness is None:
            at = ("deployment", "workloads", name, "probes")
            yield Violation("never-asked-whether-ready", at, name)


def budget_dropped(bp: Blueprint) -> Iterator[Violation]:
    """An environment runs enough replicas for the budgets of its services."""
    if bp.deployment is None:
        return
    for place, environment in bp.deployment.environments.items():
        for name, workload in bp.deployment.workloads.items():
            least = workload.disruption_budget and workload.disruption_budget.min_available
            if environment.replicas is not None and least and least >= environment.replicas:
                at = ("deployment", "environments", place, "replicas")
                yield Violation(
                    "budget-dropped",
                    at,
                    str(environment.replicas),
                    params={"service": name, "least": least},
                )


def broker_stays_outside(bp: Blueprint) -> Iterator[Violation]:
    """Stores and the broker run in the namespace where that is chosen, but for some brokers."""
    broker = bp.events.broker if bp.events else ""
    if bp.deployment is None or broker not in _OUTSIDE:
        return
    for place, environment in bp.deployment.environments.items():
        if environment.stores == "cluster":
            at = ("deployment", "environments", place, "stores")
            yield Violation("broker-stays-outside", at, broker)


ADVICE = (never_asked_whether_ready, budget_dropped, broker_stays_outside)
