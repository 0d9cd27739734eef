"""An environment: what it takes of the base, and where it differs."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.render.kubernetes.ingress import host_patches
from generators.render.kubernetes.kustomization import deleted, kustomization, manifests, overlay
from generators.render.kubernetes.namespace import namespace
from generators.render.kubernetes.secrets import (
    URL,
    external_secrets,
    own_secret,
    shared_secrets,
)
from generators.render.kubernetes.stability import autoscaler, budget_blocks, disruption_budget
from generators.render.kubernetes.stores.backing import backings
from generators.render.kubernetes.topics import topic_patches, topics_here
from generators.render.kubernetes.view import Json, View, environment_place
from generators.render.reasons import because
from generators.render.yaml_text import yaml_text

_SECRETS = "external-secrets.yaml"


def environment_overlay(
    bp: Blueprint, deployment: Deployment, folder: str, environment: Environment
) -> dict[str, str]:
    """The whole environment: its namespace, what all services share, and each service."""
    name = folder.rpartition("/")[2]
    shared = shared_secrets(bp, environment)
    own = {"namespace.yaml": yaml_text(namespace(bp, environment))} | manifests(
        {_SECRETS: external_secrets(bp, deployment, name, shared)}
    )
    document = kustomization(
        [
            *(*own, "../../base", *stores_here(bp, environment)),
            *(*topics_here(bp, environment), *bp.services),
        ],
        namespace=environment.namespace,
        patches=[
            *host_patches(bp, deployment, environment),
            *topic_patches(bp, environment),
        ],
    )
    chosen = environment_place(bp, name)
    return overlay(folder, because(document, "environment-folder", chosen), own)


def stores_here(bp: Blueprint, environment: Environment) -> list[str]:
    """The folders of the stores that run in an environment's own namespace."""
    here = environment.stores == "cluster"
    return [f"../../stores/{backing.name}" for backing in backings(bp) if here]


def service_overlay(view: View, folder: str, environment: Environment) -> dict[str, str]:
    """One service: its images, its replicas, its secrets, and what goes without a range."""
    name = folder.rpartition("/")[2]
    secret = own_secret(view)
    fetched = [(secret, URL)] if secret else []
    own = manifests({_SECRETS: external_secrets(view.blueprint, view.deployment, name, fetched)})
    document = kustomization(
        [f"../../../base/{view.name}", *own],
        namespace=environment.namespace,
        images=list(_images(view, environment)),
        replicas=list(_replicas(view, environment)),
        patches=list(_left_out(view, environment)),
    )
    document = because(document, "service-overlay", environment_place(view.blueprint, name))
    return overlay(f"{folder}/{view.name}", document, own)


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
