"""The way in: the blueprint's gateway as a pod, whatever the cluster has of its own."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.render.envoy import Placement, gateway_config
from generators.render.topology import HTTP_PORT
from labs.kubernetes.manifests.pods import Server, empty, of_config
from labs.local.gateway import MOST_AT_ONCE, WITHHELD, jwks_source, with_shop_issuer

GATEWAY = "gateway"
SERVICE_PORT = 80
"""Of every generated Service."""
ENVOY_IMAGE = "envoyproxy/envoy:v1.40.0"
_ENVOY = 101
"""The account of the official image."""
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a pod's own network


def entrance() -> Server:
    """Envoy with the ConfigMap that `entrance_files` is."""
    return Server(
        GATEWAY,
        ENVOY_IMAGE,
        _ENVOY,
        HTTP_PORT,
        {"tcpSocket": {"port": HTTP_PORT}},
        command=("envoy", "-c", "/etc/envoy/envoy.yaml"),
        places={"/etc/envoy": of_config(GATEWAY), "/tmp": empty()},  # noqa: S108
        meshed=True,
    )


def entrance_files(whole: Blueprint, *, limits: bool, trace_ratio: float) -> Mapping[str, str]:
    """The gateway's configuration; a Service stands for all versions of what is behind it."""
    placement = Placement(
        upstreams={service: [(service, SERVICE_PORT)] for service in whole.services},
        listener=(_EVERYWHERE, HTTP_PORT),
        jwks_source=jwks_source(whole),
        enforce_limits=limits,
        fault_headers=True,
        trace_ratio=trace_ratio,
        withheld=WITHHELD,
        most_at_once=MOST_AT_ONCE,
    )
    return gateway_config(with_shop_issuer(whole), placement)
