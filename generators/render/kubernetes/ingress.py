"""The way in from outside: Gateway API by default, a plain Ingress by choice."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.blueprint.gateway import Route
from generators.render.envoy.typed import seconds
from generators.render.kubernetes.gateway import CLASS
from generators.render.kubernetes.view import Json, View
from generators.render.reasons import because
from generators.render.yaml_text import yaml_list

_HOSTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "gateway-api": {
        "Gateway": ("/spec/listeners/0/hostname",),
        "HTTPRoute": ("/spec/hostnames/0",),
    },
    "ingress": {"Ingress": ("/spec/tls/0/hosts/0", "/spec/rules/0/host")},
}
"""Where the host name stands, by the kind of the object."""


def way_in(bp: Blueprint, deployment: Deployment) -> list[Json]:
    """The objects that lead from the host name to the services."""
    if bp.gateway is None or deployment.ingress == "none":
        return []
    metadata: Json = {"name": bp.name}
    if deployment.ingress == "ingress":
        return [_ingress(metadata, deployment, routes_in(bp))]
    gateway = _gateway(bp, metadata, deployment)
    shared = [
        route for route in routes_in(bp) if not View(bp, deployment, route.service).split_at_gateway
    ]
    return [gateway, *([_http_route(bp, metadata, deployment, shared)] if shared else [])]


def routes_in(bp: Blueprint) -> list[Route]:
    """The routes from outside, those with the longest prefix first."""
    routes = bp.gateway.routes if bp.gateway else ()
    return sorted(routes, key=lambda route: (-len(route.prefix), route.prefix))


def host_patches(bp: Blueprint, deployment: Deployment, environment: Environment) -> list[Json]:
    """The host name of an environment that has its own."""
    host = environment.host
    if host is None or not way_in(bp, deployment):
        return []
    places = _HOSTS["ingress" if deployment.ingress == "ingress" else "gateway-api"]
    return [
        {"target": {"kind": kind, "name": bp.name}, "patch": _replacing(paths, host)}
        for kind, paths in places.items()
    ]


def _replacing(paths: tuple[str, ...], value: str) -> str:
    return yaml_list({"op": "replace", "path": path, "value": value} for path in paths)


def _gateway(bp: Blueprint, metadata: Json, deployment: Deployment) -> Json:
    certificate = {"name": f"{bp.name}-tls"}
    document = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "Gateway",
        "metadata": metadata,
        "spec": {
            "gatewayClassName": CLASS,
            "listeners": [
                {
                    "name": "https",
                    "hostname": deployment.host,
                    "port": 443,
                    "protocol": "HTTPS",
                    "tls": {"mode": "Terminate", "certificateRefs": [certificate]},
                    "allowedRoutes": {"namespaces": {"from": "Same"}},
                }
            ],
        },
    }
    return because(document, "way-in", "deployment.ingress", "deployment.host")


def _http_route(bp: Blueprint, metadata: Json, deployment: Deployment, routes: list[Route]) -> Json:
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": metadata,
        "spec": {
            "parentRefs": [{"name": bp.name}],
            "hostnames": [deployment.host],
            "rules": [prefix_rule(route) for route in routes],
        },
    }


def under(route: Route) -> Json:
    """The condition that a request goes below a route's prefix."""
    return {"path": {"type": "PathPrefix", "value": route.prefix}}


def prefix_rule(route: Route) -> Json:
    """What a route says of all requests below its prefix."""
    rule: Json = {
        "matches": [under(route)],
        "backendRefs": [{"name": route.service, "port": 80}],
        "timeouts": {"request": seconds(route.timeout_ms)},
    }
    if route.rewrite is not None:
        path = {"type": "ReplacePrefixMatch", "replacePrefixMatch": route.rewrite}
        rule["filters"] = [{"type": "URLRewrite", "urlRewrite": {"path": path}}]
    place = f"gateway.routes[{route.prefix}]"
    rule = because(rule, "route-timeout", f"{place}.timeout_ms", key="timeouts")
    return because(rule, "route", place)


def _ingress(metadata: Json, deployment: Deployment, routes: list[Route]) -> Json:
    paths = [_path(route) for route in routes]
    tls = {"hosts": [deployment.host], "secretName": f"{metadata['name']}-tls"}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": metadata,
        "spec": {"tls": [tls], "rules": [{"host": deployment.host, "http": {"paths": paths}}]},
    }


def _path(route: Route) -> Json:
    path = {
        "path": route.prefix,
        "pathType": "Prefix",
        "backend": {"service": {"name": route.service, "port": {"name": "http"}}},
    }
    return because(path, "route", f"gateway.routes[{route.prefix}]")
