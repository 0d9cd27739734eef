"""Under load and under maintenance: autoscalers and disruption budgets."""

from generators.render.kubernetes.view import Json, Release, View
from generators.render.reasons import because


def autoscaler(view: View, release: Release) -> Json | None:
    """The autoscaler of a release; none where its replicas are fixed."""
    scaling = view.workload.autoscaling
    if scaling is None:
        return None
    target = {"type": "Utilization", "averageUtilization": scaling.cpu_percent}
    document = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": view.metadata(release.name, version=release.version),
        "spec": {
            "scaleTargetRef": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": release.name,
            },
            "minReplicas": scaling.min_replicas,
            "maxReplicas": scaling.max_replicas,
            "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": target}}],
        },
    }
    percent = scaling.cpu_percent
    return because(document, "autoscaling", f"{view.place}.autoscaling", percent=percent)


def disruption_budget(view: View) -> Json | None:
    """The budget of a service; none where nobody asked for one."""
    budget = view.workload.disruption_budget
    if budget is None:
        return None
    chosen = (
        {"maxUnavailable": budget.max_unavailable}
        if budget.max_unavailable is not None
        else {"minAvailable": budget.min_available}
    )
    document = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": view.metadata(view.name),
        "spec": {**chosen, "selector": {"matchLabels": {"app": view.name}}},
    }
    return because(document, "disruption-budget", f"{view.place}.disruption_budget")


def budget_blocks(view: View, replicas: int) -> bool:
    """Whether the budget lets no pod of so few replicas go."""
    budget = view.workload.disruption_budget
    least = budget.min_available if budget else None
    return least is not None and least >= replicas
