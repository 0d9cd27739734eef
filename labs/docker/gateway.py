"""The blueprint's gateway, rendered for the network of a lab's containers."""

from pathlib import Path

from generators.blueprint import Blueprint
from generators.render.envoy import Placement
from generators.render.topology import HTTP_PORT
from labs.docker.options import DockerOptions
from labs.docker.project import ADMIN_PORT, TRACES
from labs.wiring.gateway import gateway_files
from labs.wiring.layout import Replica, subsets, upstreams
from labs.wiring.names import EVERYWHERE


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
        access_log=f"{TRACES}/gateway.log",
        dynamic=True,
    )
    for name, text in gateway_files(blueprint, placement, options).items():
        (folder / name).write_text(text, encoding="utf-8")
