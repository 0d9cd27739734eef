"""The gateway as the cluster knows it: the pods that requests come from, and their account."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.kubernetes.view import Json

CLASS = "istio"
"""Of the Gateway: who makes the pods behind it."""


def gateway_peer(bp: Blueprint, deployment: Deployment) -> Json | None:
    """Its pods as a NetworkPolicy names them; none where nothing leads in.

    A Gateway's pods stand in its own namespace and carry its name; a controller of Ingresses
    stands in a namespace of its own.
    """
    if deployment.ingress == "none":
        return None
    if deployment.ingress == "ingress":
        return namespace_peer(deployment.ingress_controller.namespace)
    return {"podSelector": {"matchLabels": gateway_labels(bp.name)}}


def gateway_account(bp: Blueprint, deployment: Deployment) -> str | None:
    """Its service account as an AuthorizationPolicy names it; none where nothing leads in.

    Without a namespace it stands in the policy's own. Source: GEP-1762, resource attachment and
    naming, for the account of a Gateway's pods.
    """
    if deployment.ingress == "none":
        return None
    if deployment.ingress == "ingress":
        controller = deployment.ingress_controller
        return f"{controller.namespace}/{controller.account}"
    return f"{bp.name}-{CLASS}"


def gateway_labels(name: str) -> dict[str, str]:
    """The label that the pods behind a Gateway carry."""
    return {"gateway.networking.k8s.io/gateway-name": name}


def namespace_peer(name: str) -> Json:
    """All pods of a namespace."""
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}
