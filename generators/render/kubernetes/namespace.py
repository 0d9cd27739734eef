"""What belongs to the namespace as a whole."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.render.kubernetes.network import gateway_policy, nothing_by_default
from generators.render.kubernetes.view import Json
from generators.render.topology import routed_services


def namespace(bp: Blueprint, environment: Environment) -> Json:
    """The namespace of an environment, with the security that its pods must keep to."""
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


def namespace_policies(bp: Blueprint, deployment: Deployment) -> list[Json]:
    """Nothing by default; where a Gateway makes pods here, their own way in and out."""
    policies = [nothing_by_default()]
    routed = routed_services(bp)
    if deployment.ingress == "gateway-api" and routed:
        policies.append(gateway_policy(bp.name, list(routed)))
    return policies
