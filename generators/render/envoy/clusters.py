"""Clusters: the replicas of each service, with their breaker."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address

from generators.blueprint import Blueprint
from generators.blueprint.communication import Breaker
from generators.render.envoy.placement import Address, Placement
from generators.render.envoy.typed import Json, seconds, socket_address, typed
from generators.render.reasons import because

_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"

UPSTREAM_IDLE = "4s"
"""Shorter than uvicorn's 5 s: a request on a connection that it just closed meets a reset."""

EJECTIONS_END_WITHIN = "0.25s"
"""How late a replica may be let back in: Envoy looks no more often whose time is over."""

JWKS_CLUSTER = "gateway:jwks"
"""Of its own: keys asked for in vain must not open the breaker for the signing service's users."""


def subset_cluster(service: str, subset: str) -> str:
    """The name of a subset's cluster."""
    return f"{service}/{subset}"


def clusters(bp: Blueprint, placement: Placement) -> Iterator[Json]:
    """A cluster for each routed service, and one for each placed subset of it."""
    routed = {route.service for route in bp.gateway.routes} if bp.gateway else set()
    breakers = bp.communication.breakers if bp.communication else {}
    for service in bp.services:
        if service not in routed:
            continue
        breaker = breakers.get(service)
        bound = {} if breaker else _bound(placement.most_at_once)
        yield _cluster(service, placement.upstreams[service], breaker) | bound
        for (owner, subset), addresses in placement.subsets.items():
            if owner == service:
                yield _cluster(subset_cluster(service, subset), addresses, breaker) | bound
    if placement.jwks_source:
        yield _cluster(JWKS_CLUSTER, placement.upstreams[placement.jwks_source.service], None)


def _header(name: str, **match: object) -> Json:
    return {"http_response_headers_match": {"headers": [{"name": name, **match}]}}


_SHEDS = "x-envoy-ratelimited"
"""Comes with a 503 of a replica that has too much to do: to leave it out would be no help."""

_FAILED: Json = {
    "and_match": {
        "rules": [
            _header(":status", string_match={"prefix": "5"}),
            _header(_SHEDS, present_match=False),
        ]
    }
}
"""Which answers count against a replica."""


def _cluster(name: str, addresses: Sequence[Address], breaker: Breaker | None) -> Json:
    endpoints = [{"endpoint": {"address": socket_address(host, port)}} for host, port in addresses]
    cluster: Json = {
        "name": name,
        "type": "STATIC" if all(_is_ip(host) for host, _ in addresses) else "STRICT_DNS",
        "connect_timeout": "1s",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": endpoints}]},
        "typed_extension_protocol_options": {
            _HTTP_OPTIONS: typed(
                _HTTP_OPTIONS,
                common_http_protocol_options={"idle_timeout": UPSTREAM_IDLE},
                explicit_http_config={"http_protocol_options": {}},
                **({"outlier_detection": {"error_matcher": _FAILED}} if breaker else {}),
            )
        },
    }
    if breaker is None:
        return cluster
    cluster |= _breaker(breaker)
    place = f"communication.breakers.{name.partition('/')[0]}"
    cluster = because(cluster, "bulkhead", place, key="circuit_breakers")
    return because(cluster, "ejection", place, key="outlier_detection")


def _breaker(breaker: Breaker) -> Json:
    """Bounds on what is in flight, and replicas that keep failing left out for a while.

    Without a panic threshold an open breaker refuses at once, even when every replica is out. Each
    time it is open for as long as the blueprint says: of itself Envoy adds a round each time.
    """
    open_for = seconds(breaker.open_ms)
    return {
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": breaker.max_connections,
                    "max_pending_requests": breaker.max_pending_requests,
                    "max_requests": breaker.max_requests,
                }
            ]
        },
        "outlier_detection": {
            "consecutive_5xx": breaker.consecutive_failures,
            "interval": EJECTIONS_END_WITHIN,
            "base_ejection_time": open_for,
            "max_ejection_time": open_for,
            "max_ejection_percent": 100,
        },
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
    }


def _bound(most: int | None) -> Json:
    if most is None:
        return {}
    threshold = {"max_connections": most, "max_pending_requests": most}
    return {"circuit_breakers": {"thresholds": [threshold]}}


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
