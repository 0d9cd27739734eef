"""Answers kept at the gateway, on the routes that ask for it and on no other."""

from generators.blueprint.gateway import Gateway, Route
from generators.render.envoy.typed import FILTER_CONFIG, Json, extension, typed

NAME = "envoy.filters.http.cache"
_STORE = "envoy.extensions.http.cache.simple_http_cache.v3.SimpleHttpCacheConfig"


def http_filters(gateway: Gateway) -> list[Json]:
    """The cache, off by default: where it is on, Envoy ignores retries and route timeouts."""
    if not any(route.cache for route in gateway.routes):
        return []
    config = "envoy.extensions.filters.http.cache.v3.CacheConfig"
    return [extension(NAME, config, typed_config=typed(_STORE)) | {"disabled": True}]


def route_filters(route: Route) -> Json:
    """Switch the cache on for a route."""
    if not route.cache:
        return {}
    return {NAME: {"@type": FILTER_CONFIG, "config": {}, "disabled": False}}
