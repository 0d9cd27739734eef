"""The files of one gateway."""

from generators.blueprint import Blueprint
from generators.blueprint.gateway import Gateway
from generators.render.envoy import tracing
from generators.render.envoy.clusters import clusters
from generators.render.envoy.listener import listener
from generators.render.envoy.placement import Placement
from generators.render.envoy.routes import route_configuration
from generators.render.envoy.typed import Json, socket_address, typed
from generators.render.reasons import plain
from generators.render.yaml_text import yaml_text

BOOTSTRAP, ROUTES, CLUSTERS = "envoy.yaml", "routes.yaml", "clusters.yaml"


def gateway_config(bp: Blueprint, placement: Placement) -> dict[str, str]:
    """The gateway's Envoy configuration: file name in `placement.config_dir` to text.

    `envoy.yaml` alone; when `placement.dynamic`, also `routes.yaml` and `clusters.yaml`, which take
    effect again as soon as they are replaced (`os.replace` into the directory).
    """
    return {name: plain(text) for name, text in marked_config(bp, placement).items()}


def marked_config(bp: Blueprint, placement: Placement) -> dict[str, str]:
    """As `gateway_config`, with the reasons of its blocks."""
    if not placement.dynamic:
        return {BOOTSTRAP: yaml_text(_static(bp, placement))}
    table = typed("envoy.config.route.v3.RouteConfiguration", **route_configuration(bp, placement))
    upstreams = [
        typed("envoy.config.cluster.v3.Cluster", **cluster) for cluster in clusters(bp, placement)
    ]
    return {
        BOOTSTRAP: yaml_text(_dynamic(bp, placement)),
        ROUTES: yaml_text({"resources": [table]}),
        CLUSTERS: yaml_text({"resources": upstreams}),
    }


def _static(bp: Blueprint, placement: Placement) -> Json:
    routes = {"route_config": route_configuration(bp, placement)}
    resources = {
        "listeners": [listener(bp.gateway or Gateway(), placement, routes)],
        "clusters": list(clusters(bp, placement)),
    }
    return _node(bp, placement) | {"static_resources": resources}


def _dynamic(bp: Blueprint, placement: Placement) -> Json:
    source = _watched(placement, ROUTES)
    routes = {"rds": {"route_config_name": "gateway", "config_source": source}}
    return _node(bp, placement) | {
        "static_resources": {"listeners": [listener(bp.gateway or Gateway(), placement, routes)]},
        "dynamic_resources": {"cds_config": _watched(placement, CLUSTERS)},
    }


def _node(bp: Blueprint, placement: Placement) -> Json:
    return {
        "node": {"id": "gateway", "cluster": bp.name},
        "admin": {"address": socket_address(*placement.admin)},
    } | tracing.bootstrap(placement)


def _watched(placement: Placement, file: str) -> Json:
    folder = placement.config_dir
    source = {"path": f"{folder}/{file}", "watched_directory": {"path": folder}}
    return {"resource_api_version": "V3", "path_config_source": source}
