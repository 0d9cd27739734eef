"""The two Istio resources as the Envoy configuration that istiod would make of them."""

import json
from collections.abc import Mapping
from typing import Any

from exercises.containers.kubernetes_istio.evidence import Manifests
from exercises.containers.kubernetes_istio.istio import (
    Destination,
    HttpMatch,
    HttpRoute,
    StringMatch,
)
from exercises.containers.kubernetes_istio.traffic import SERVICE
from generators.render.envoy import Address, Placement

Json = dict[str, Any]
_TYPES = "type.googleapis.com/envoy."


def bootstrap(manifests: Manifests, placement: Placement) -> Mapping[str, str]:
    """Envoy's bootstrap: the routes in their order, a cluster per destination."""
    spec = manifests.virtual_service.spec
    routes = [entry for route in spec.http for entry in _routes(route)]
    destinations = {
        _cluster_name(branch.destination): branch.destination
        for route in spec.http
        for branch in route.route
    }
    clusters = [_cluster(manifests, placement, name, d) for name, d in destinations.items()]
    document = {
        "admin": {"address": _address(placement.admin)},
        "static_resources": {
            "listeners": [_listener(placement.listener, routes)],
            "clusters": clusters,
        },
    }
    return {"envoy.yaml": json.dumps(document, indent=1)}


def _routes(route: HttpRoute) -> list[Json]:
    action = {"weighted_clusters": {"clusters": _weighted(route)}}
    return [{"match": _match(match), "route": action} for match in route.match or (HttpMatch(),)]


def _weighted(route: HttpRoute) -> list[Json]:
    return [
        {"name": _cluster_name(branch.destination), "weight": weight}
        for branch, weight in zip(route.route, route.weights(), strict=True)
    ]


def _match(match: HttpMatch) -> Json:
    headers = [
        {"name": name, "string_match": _string(value)} for name, value in match.headers.items()
    ]
    return {**_path(match.uri), "headers": headers}


def _path(uri: StringMatch | None) -> Json:
    if uri is None:
        return {"prefix": "/"}
    if uri.exact is not None:
        return {"path": uri.exact}
    if uri.prefix is not None:
        return {"prefix": uri.prefix}
    return {"safe_regex": {"regex": uri.regex or ".*"}}


def _string(value: StringMatch) -> Json:
    if value.exact is not None:
        return {"exact": value.exact}
    if value.prefix is not None:
        return {"prefix": value.prefix}
    return {"safe_regex": {"regex": value.regex or ".*"}}


def _cluster_name(destination: Destination) -> str:
    return f"{destination.host}|{destination.subset or ''}"


def _cluster(
    manifests: Manifests, placement: Placement, name: str, destination: Destination
) -> Json:
    """A version's pods stand behind one address: its weight is their number."""
    endpoints = [
        {
            "endpoint": {"address": _address(placement.subsets[SERVICE, version][0])},
            "load_balancing_weight": replicas,
        }
        for version, replicas in manifests.pods(destination).items()
    ]
    assignment = {"cluster_name": name, "endpoints": [{"lb_endpoints": endpoints}]}
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "1s",
        "load_assignment": assignment,
    }


def _listener(address: Address, routes: list[Json]) -> Json:
    manager = {
        "@type": f"{_TYPES}extensions.filters.network.http_connection_manager.v3"
        ".HttpConnectionManager",
        "stat_prefix": "canary",
        "route_config": {"virtual_hosts": [{"name": "a", "domains": ["*"], "routes": routes}]},
        "http_filters": [
            {
                "name": "envoy.filters.http.router",
                "typed_config": {"@type": f"{_TYPES}extensions.filters.http.router.v3.Router"},
            }
        ],
    }
    chain = {
        "filters": [
            {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}
        ]
    }
    return {"name": "canary", "address": _address(address), "filter_chains": [chain]}


def _address(address: Address) -> Json:
    host, port = address
    return {"socket_address": {"address": host, "port_value": port}}
