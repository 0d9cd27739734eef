"""Kubernetes manifests: a folder per environment, a file per service."""

from collections.abc import Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Environment
from generators.render.kubernetes.ingress import way_in
from generators.render.kubernetes.network import network_policy, service
from generators.render.kubernetes.stability import autoscaler, disruption_budget
from generators.render.kubernetes.view import Json, View, environments
from generators.render.kubernetes.workload import deployment, service_account
from generators.render.yaml_text import yaml_documents, yaml_text


def kubernetes_files(bp: Blueprint) -> dict[str, str]:
    """The manifests of every environment; none while the blueprint has no `deployment`."""
    if bp.deployment is None:
        return {}
    files: dict[str, str] = {}
    for name, environment in environments(bp).items():
        folder = f"kubernetes/{name}"
        # applied first: kubectl takes the files of a folder in the order of their names
        files[f"{folder}/00-namespace.yaml"] = yaml_text(_namespace(bp, environment))
        for service_name in bp.services:
            view = View(bp, bp.deployment, environment, service_name)
            files[f"{folder}/{service_name}.yaml"] = yaml_documents(_objects(view))
        if entrance := way_in(bp, bp.deployment, environment):
            files[f"{folder}/way-in.yaml"] = yaml_documents(entrance)
    return files


def _objects(view: View) -> Iterator[Json]:
    yield service_account(view)
    yield service(view)
    for release in view.releases():
        yield deployment(view, release)
        if (scaler := autoscaler(view, release)) is not None:
            yield scaler
    if (budget := disruption_budget(view)) is not None:
        yield budget
    yield network_policy(view)


def _namespace(bp: Blueprint, environment: Environment) -> Json:
    # the sidecar's init container may configure the network, which `restricted` forbids
    level = "enforce" if bp.mesh is None else "warn"
    labels = {
        "app.kubernetes.io/part-of": bp.name,
        f"pod-security.kubernetes.io/{level}": "restricted",
    }
    if bp.mesh is not None:
        labels["istio-injection"] = "enabled"
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": environment.namespace, "labels": labels},
    }


__all__ = ["kubernetes_files"]
