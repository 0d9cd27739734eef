"""The way in: the blueprint's gateway as a pod, whatever the cluster has of its own."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.render.envoy import Placement
from generators.render.topology import HTTP_PORT
from labs.kubernetes.manifests.pods import Server, empty, of_config
from labs.supervising.options import LabOptions
from labs.wiring.gateway import gateway_files
from labs.wiring.names import EVERYWHERE

GATEWAY = "gateway"
SERVICE_PORT = 80
"""Of every generated Service."""
ENVOY_IMAGE = "envoyproxy/envoy:v1.40.0"
_ENVOY = 101
"""The account of the official image."""


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


def entrance_files(whole: Blueprint, options: LabOptions) -> Mapping[str, str]:
    """The gateway's configuration; a Service stands for all versions of what is behind it."""
    placement = Placement(
        upstreams={service: [(service, SERVICE_PORT)] for service in whole.services},
        listener=(EVERYWHERE, HTTP_PORT),
    )
    return gateway_files(whole, placement, options)
