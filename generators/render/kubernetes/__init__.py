"""Kubernetes manifests: a base that every environment shares, and an overlay for each."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.kubernetes.address import services
from generators.render.kubernetes.canary import canary_route
from generators.render.kubernetes.environment import environment_overlay, service_overlay
from generators.render.kubernetes.ingress import way_in
from generators.render.kubernetes.kustomization import base
from generators.render.kubernetes.namespace import namespace_policies
from generators.render.kubernetes.network import network_policy
from generators.render.kubernetes.readme import readme
from generators.render.kubernetes.stability import autoscaler, disruption_budget
from generators.render.kubernetes.stores import store_files
from generators.render.kubernetes.topics import topics_everywhere
from generators.render.kubernetes.view import Json, View, environments
from generators.render.kubernetes.workload import deployment, service_account, settings

_BASE = "kubernetes/base"
_OVERLAYS = "kubernetes/overlays"


def kubernetes_files(bp: Blueprint) -> dict[str, str]:
    """The base and the overlays; none while the blueprint has no `deployment`.

    A folder is what `kubectl apply -k` takes: an environment, or one service in it.
    """
    if bp.deployment is None:
        return {}
    views = [View(bp, bp.deployment, name) for name in bp.services]
    files = base(_BASE, _shared(bp, bp.deployment)) | store_files(bp)
    for view in views:
        files |= _service(view)
    for name, environment in environments(bp).items():
        folder = f"{_OVERLAYS}/{name}"
        files |= environment_overlay(bp, bp.deployment, folder, environment)
        for view in views:
            files |= service_overlay(view, folder, environment)
    return files | {"kubernetes/README.md": readme(bp, bp.deployment)}


def _shared(bp: Blueprint, chosen: Deployment) -> dict[str, list[Json]]:
    """What is no service's own."""
    return {
        "network-policy.yaml": namespace_policies(bp, chosen),
        "way-in.yaml": way_in(bp, chosen),
        "topics.yaml": topics_everywhere(bp),
    }


def _service(view: View) -> dict[str, str]:
    objects = {
        "service-account.yaml": [service_account(view)],
        "deployment.yaml": [deployment(view, release) for release in view.releases()],
        "service.yaml": list(services(view)),
        "way-in.yaml": _present(iter([canary_route(view)])),
        "autoscaler.yaml": _present(autoscaler(view, release) for release in view.releases()),
        "disruption-budget.yaml": _present(iter([disruption_budget(view)])),
        "network-policy.yaml": [network_policy(view)],
    }
    literals = settings(view)
    generated = [{"name": view.name, "literals": literals}] if literals else []
    return base(f"{_BASE}/{view.name}", objects, configMapGenerator=generated)


def _present(objects: Iterator[Json | None]) -> list[Json]:
    return [each for each in objects if each is not None]


__all__ = ["kubernetes_files"]
