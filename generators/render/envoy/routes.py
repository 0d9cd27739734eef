"""Routes: the longest prefix first, a canary's header before its weights, retries by method."""

from collections.abc import Iterator, Sequence

from generators.blueprint import Blueprint
from generators.blueprint.gateway import Gateway, Route
from generators.blueprint.mesh import Canary
from generators.render.envoy import access, admission, caching, limits
from generators.render.envoy.clusters import subset_cluster
from generators.render.envoy.placement import Placement
from generators.render.envoy.typed import Json, seconds
from generators.render.reasons import because

RETRY_ON = "connect-failure,refused-stream,reset,retriable-status-codes"
RETRIABLE_STATUS = [502, 503, 504]
"""A 500 is an answer of the service: to ask again gives the same one."""


def route_configuration(bp: Blueprint, placement: Placement) -> Json:
    """The route table; Envoy takes the first route that matches."""
    gateway = bp.gateway or Gateway()
    ordered = sorted(gateway.routes, key=lambda route: (-len(route.prefix), route.prefix))
    table = [_withheld(prefix) for prefix in placement.withheld]
    table += [entry for route in ordered for entry in _entries(bp, gateway, route, placement)]
    configuration: Json = {
        "name": "gateway",
        "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": table}],
    }
    if gateway.response_headers:
        configuration["response_headers_to_add"] = [
            _set_header(name, value) for name, value in gateway.response_headers.items()
        ]
    return configuration


def _withheld(prefix: str) -> Json:
    return {"match": {"path_separated_prefix": prefix}, "direct_response": {"status": 404}}


def _entries(bp: Blueprint, gateway: Gateway, route: Route, placement: Placement) -> Iterator[Json]:
    """One blueprint route: every target, first for the methods that are treated apart."""
    for headers, target in _targets(bp, route, placement):
        for methods in _method_groups(route):
            match = _path_match(route)
            if conditions := [*headers, *_method_match(methods)]:
                match["headers"] = conditions
            entry = {
                "name": route.module or route.service,
                "match": match,
                "route": _explained(target | _action(route, retried=bool(methods)), route),
                **_treatment(gateway, route, placement, cached=bool(methods)),
            }
            yield because(entry, "route", f"gateway.routes[{route.prefix}]")


def _explained(action: Json, route: Route) -> Json:
    place = f"gateway.routes[{route.prefix}]"
    action = because(action, "route-timeout", f"{place}.timeout_ms", key="timeout")
    canary = f"mesh.canaries.{route.service}.weights"
    action = because(action, "canary-weights", canary, key="weighted_clusters")
    return because(action, "retried-methods", f"{place}.retries", key="retry_policy")


def _treatment(gateway: Gateway, route: Route, placement: Placement, *, cached: bool) -> Json:
    """What the filters of the listener do on this route."""
    filters = access.route_filters(route) | admission.route_filters(route, placement)
    filters |= caching.route_filters(route) if cached else {}
    parts = {
        "metadata": limits.route_metadata(gateway, route),
        "typed_per_filter_config": filters,
    }
    return {name: part for name, part in parts.items() if part}


def _targets(
    bp: Blueprint, route: Route, placement: Placement
) -> Iterator[tuple[list[Json], Json]]:
    """Header matches of a canary first, then its weights; without a canary, the service."""
    canary = _placed_canary(bp, route.service, placement)
    if canary is None:
        yield [], {"cluster": route.service}
        return
    for match in canary.headers:
        header = {"name": match.name, "string_match": {"exact": match.value}}
        yield [header], {"cluster": subset_cluster(route.service, match.subset)}
    weighted = [
        {"name": subset_cluster(route.service, subset), "weight": weight}
        for subset, weight in canary.weights.items()
    ]
    yield [], {"weighted_clusters": {"clusters": weighted}}


def _placed_canary(bp: Blueprint, service: str, placement: Placement) -> Canary | None:
    canary = bp.mesh.canaries.get(service) if bp.mesh else None
    placed = canary and all((service, subset) in placement.subsets for subset in canary.subsets)
    return canary if placed else None


def _method_groups(route: Route) -> list[Sequence[str]]:
    """The retried or cached methods apart from all others: Envoy has no such policy by method."""
    if route.cache:
        return [("GET", "HEAD"), ()]
    return [route.retry_methods, ()] if route.retries and route.retry_methods else [()]


def _action(route: Route, *, retried: bool) -> Json:
    action: Json = {"timeout": seconds(route.timeout_ms)}
    if route.rewrite is not None:
        action["prefix_rewrite"] = route.rewrite
    if retried and route.retries:
        action["retry_policy"] = {
            "retry_on": RETRY_ON,
            "retriable_status_codes": RETRIABLE_STATUS,
            "num_retries": route.retries,
            "retry_back_off": {"base_interval": "0.025s", "max_interval": "0.25s"},
        }
        if route.per_try_timeout_ms:
            action["retry_policy"]["per_try_timeout"] = seconds(route.per_try_timeout_ms)
    return action


def _path_match(route: Route) -> Json:
    """The prefix as whole path segments: `/api/v1/orders` does not match `/api/v1/orders-old`."""
    if route.prefix == "/":
        return {"prefix": "/"}
    return {"path_separated_prefix": route.prefix}


def _method_match(methods: Sequence[str]) -> list[Json]:
    if not methods:
        return []
    return [{"name": ":method", "string_match": {"safe_regex": {"regex": "|".join(methods)}}}]


def _set_header(name: str, value: str) -> Json:
    return {
        "header": {"key": name, "value": value},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }
