"""The blueprint's gateway, rendered for the network of a lab's containers."""

from pathlib import Path

from generators.blueprint import Blueprint
from generators.render.envoy import Placement, gateway_config
from generators.render.topology import HTTP_PORT
from labs.docker.options import DockerOptions
from labs.docker.project import ADMIN_PORT, TRACES
from labs.local.gateway import MOST_AT_ONCE, WITHHELD, jwks_source, with_shop_issuer
from labs.local.layout import Replica, subsets, upstreams

EVERYWHERE = "0.0.0.0"  # noqa: S104 - in a container's own network


def write_gateway(
    blueprint: Blueprint, folder: Path, replicas: tuple[Replica, ...], options: DockerOptions
) -> None:
    """Write Envoy's configuration into a new directory that its container can read."""
    folder.mkdir()
    placement = Placement(
        upstreams=upstreams(replicas),
        subsets=subsets(replicas),
        listener=(EVERYWHERE, HTTP_PORT),
        admin=(EVERYWHERE, ADMIN_PORT),
        jwks_source=jwks_source(blueprint),
        access_log=f"{TRACES}/gateway.log",
        dynamic=True,
        enforce_limits=options.limits,
        fault_headers=True,
        trace_ratio=options.trace_ratio,
        withheld=WITHHELD,
        most_at_once=MOST_AT_ONCE,
    )
    for name, text in gateway_config(with_shop_issuer(blueprint), placement).items():
        (folder / name).write_text(text, encoding="utf-8")
