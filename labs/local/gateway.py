"""The blueprint's gateway, rendered for loopback."""

from generators.blueprint import Blueprint
from generators.render.envoy import Placement
from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.plan import Plan
from labs.supervising.ports import LOOPBACK
from labs.wiring.gateway import gateway_files
from labs.wiring.layout import Replica, subsets, upstreams


def write_gateway(
    blueprint: Blueprint,
    directory: LocalDirectory,
    replicas: tuple[Replica, ...],
    plan: Plan,
    options: LocalOptions,
) -> None:
    """Write Envoy's configuration into a new directory."""
    folder = directory.gateway
    folder.mkdir(mode=0o700)
    placement = Placement(
        upstreams=upstreams(replicas),
        subsets=subsets(replicas),
        listener=(LOOPBACK, plan.gateway_port),
        admin=(LOOPBACK, plan.gateway_admin_port),
        config_dir=str(folder),
        access_log=str(directory.access_log),
        dynamic=True,
    )
    for name, text in gateway_files(blueprint, placement, options).items():
        (folder / name).write_text(text, encoding="utf-8")
