"""What belongs to the namespace as a whole."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.render.kubernetes.network import (
    gateway_policy,
    nothing_by_default,
    waypoint_policy,
)
from generators.render.kubernetes.view import Json, ambient, waypoint_name
from generators.render.reasons import because
from generators.render.topology import routed_services


def namespace(bp: Blueprint, environment: Environment) -> Json:
    """The namespace of an environment, with the security that its pods must keep to."""
    # a sidecar's init container may configure the network, which `restricted` forbids
    level = "enforce" if bp.mesh is None or ambient(bp) else "warn"
    labels = {
        "app.kubernetes.io/part-of": bp.name,
        f"pod-security.kubernetes.io/{level}": "restricted",
        **_mesh_labels(bp),
    }
    labels = because(labels, "restricted-pods", key=f"pod-security.kubernetes.io/{level}")
    labels = because(labels, "in-mesh", "mesh.mode", key=next(iter(_mesh_labels(bp)), ""))
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": environment.namespace, "labels": labels},
    }


def _mesh_labels(bp: Blueprint) -> dict[str, str]:
    if bp.mesh is None:
        return {}
    if ambient(bp):
        return {
            "istio.io/dataplane-mode": "ambient",
            "istio.io/use-waypoint": waypoint_name(bp),
        }
    return {"istio-injection": "enabled"}


def namespace_policies(bp: Blueprint, deployment: Deployment) -> list[Json]:
    """Nothing by default; the pods that Gateways make here have their own way in and out."""
    policies = [nothing_by_default()]
    if deployment.ingress == "gateway-api" and routed_services(bp):
        policies.append(gateway_policy(bp, deployment))
    if ambient(bp):
        policies.append(waypoint_policy(bp, deployment))
    return policies
