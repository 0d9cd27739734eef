"""Pod disruption budgets."""

from collections.abc import Iterator

from generators.checker.checks.autoscaling import target
from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest


def budget_selects_nothing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A budget protects pods that exist."""
    for budget in cluster.subjects("PodDisruptionBudget"):
        selector = budget.body.get("spec", "selector", "matchLabels")
        if selector and not cluster.selected_by(selector.labels(), budget.namespace):
            yield budget.finding("budget-selects-nothing", selector)


def budget_blocks_drain(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A budget lets at least one pod go, or no node can ever be drained."""
    for budget in cluster.subjects("PodDisruptionBudget"):
        spec = budget.body.get("spec")
        selector = spec.get("selector", "matchLabels").labels()
        selected = cluster.selected_by(selector, budget.namespace)
        replicas = sum(_fewest(cluster, workload) for workload in selected)
        blocking = _blocking(spec, replicas) if selected else None
        if blocking is not None:
            yield budget.finding("budget-blocks-drain", blocking, replicas=replicas)


def _blocking(spec: Value, replicas: int) -> Value | None:
    """The setting that leaves no pod to go."""
    most, least = spec.get("maxUnavailable"), spec.get("minAvailable")
    if most and most.text() in {"0", "0%"}:
        return most
    number = least.number()
    if least.text() == "100%" or (number is not None and number >= replicas):
        return least
    return None


def _fewest(cluster: Cluster, workload: Manifest) -> int:
    """The fewest replicas a workload may run: its autoscaler's minimum, or its own number."""
    for autoscaler in cluster.of("HorizontalPodAutoscaler"):
        scaled = target(cluster, autoscaler)
        if scaled is workload:
            return autoscaler.body.get("spec", "minReplicas").number() or 1
    replicas = workload.body.get("spec", "replicas").number()
    return 1 if replicas is None else replicas


CHECKS = (budget_selects_nothing, budget_blocks_drain)
