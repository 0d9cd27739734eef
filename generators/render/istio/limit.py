"""The limit of all requests together: Gateway API has no words for it, and Istio only Envoy's own.

Source: Istio, tasks, enabling rate limits using Envoy, local rate limits.
"""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.envoy.limits import overall_filter
from generators.render.kubernetes.gateway import gateway_labels
from generators.render.kubernetes.view import Json
from generators.render.reasons import because
from generators.render.topology import routed_services

_MANAGER = "envoy.filters.network.http_connection_manager"


def overall_limit(bp: Blueprint, deployment: Deployment) -> Json | None:
    """Counted by each pod behind the Gateway; none without a limit, or where no Gateway is."""
    overall = bp.gateway.limits.overall if bp.gateway else None
    if overall is None or deployment.ingress != "gateway-api" or not routed_services(bp):
        return None
    listener = {"filterChain": {"filter": {"name": _MANAGER}}}
    patch = {
        "applyTo": "HTTP_FILTER",
        "match": {"context": "GATEWAY", "listener": listener},
        # what is refused anyway should cost nothing before
        "patch": {"operation": "INSERT_FIRST", "value": overall_filter(overall)},
    }
    document = {
        "apiVersion": "networking.istio.io/v1alpha3",
        "kind": "EnvoyFilter",
        "metadata": {"name": "gateway-limit"},
        "spec": {
            "workloadSelector": {"labels": gateway_labels(bp.name)},
            "configPatches": [patch],
        },
    }
    return because(document, "limit-of-each-pod", "gateway.limits.global")
