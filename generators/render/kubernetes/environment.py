"""An environment: what it takes of the base, and where it differs."""

from collections.abc import Iterator

from generators.blueprint.deployment import Environment
from generators.render.kubernetes.kustomization import deleted, kustomization
from generators.render.kubernetes.stability import autoscaler, budget_blocks, disruption_budget
from generators.render.kubernetes.view import Json, View


def service_overlay(view: View, environment: Environment) -> Json:
    """One service in an environment: its images, its replicas, and what goes without a range."""
    return kustomization(
        [f"../../../base/{view.name}"],
        namespace=environment.namespace,
        images=list(_images(view, environment)),
        replicas=list(_replicas(view, environment)),
        patches=list(_left_out(view, environment)),
    )


def _images(view: View, environment: Environment) -> Iterator[Json]:
    version = environment.version or view.deployment.version
    for release in view.releases():
        yield {
            "name": release.name,
            "newName": f"{view.deployment.registry}/{view.name}",
            "newTag": release.tag or version,
        }


def _replicas(view: View, environment: Environment) -> Iterator[Json]:
    for release in view.releases() if environment.replicas else ():
        yield {"name": release.name, "count": environment.replicas}


def _left_out(view: View, environment: Environment) -> Iterator[Json]:
    """With a fixed number nothing scales, and a budget must not stop every drain."""
    if environment.replicas is None:
        return
    scaled = [release.name for release in view.releases() if autoscaler(view, release)]
    for name in scaled:
        yield deleted("autoscaling/v2", "HorizontalPodAutoscaler", name)
    if disruption_budget(view) and budget_blocks(view, environment.replicas):
        yield deleted("policy/v1", "PodDisruptionBudget", view.name)
