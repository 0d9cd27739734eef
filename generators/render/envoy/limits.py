"""Rate limits: one filter whose default bucket is global, with a bucket per service and per user.

A request needs a token from every bucket it falls under.
"""

from math import ceil

from generators.blueprint.gateway import Gateway, Limit, Route
from generators.render.envoy.access import JWT_FILTER, TOKEN_METADATA
from generators.render.envoy.typed import Json, extension
from generators.render.reasons import because

NAME = "envoy.filters.http.local_ratelimit"
_MESSAGE = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"

_ROUTE = "gateway"
"""The namespace of our metadata on routes."""

_UNLIMITED = {"max_tokens": 1_000_000, "tokens_per_fill": 1_000_000, "fill_interval": "0.05s"}
"""The default bucket is obligatory, also where no global limit is set."""

_SHORTEST_FILL_S = 0.05
"""Envoy refuses a shorter fill interval."""

_USERS_REMEMBERED = 20_000
"""Buckets of single users kept at once; Envoy's default of 20 would forget users under load."""


def http_filters(gateway: Gateway) -> list[Json]:
    """The filter; none where nothing is limited."""
    limits = gateway.limits
    if not (limits.overall or limits.services or limits.tiers):
        return []
    found = _limiting(
        bucket(limits.overall) if limits.overall else _UNLIMITED,
        always_consume_default_token_bucket=True,
        max_dynamic_descriptors=_USERS_REMEMBERED,
        enable_x_ratelimit_headers="DRAFT_VERSION_03" if limits.overall else "OFF",
        rate_limits=_counted(gateway),
        descriptors=_descriptors(gateway),
    )
    return [because(found, "limits", "gateway.limits.global")]


def overall_filter(limit: Limit) -> Json:
    """The filter for a proxy that knows no more than the limit of all requests together."""
    return _limiting(bucket(limit))


def _limiting(of_all: Json, **fields: object) -> Json:
    always = {"default_value": {"numerator": 100}}
    return extension(
        NAME,
        _MESSAGE,
        stat_prefix="limits",
        token_bucket=of_all,
        filter_enabled=always,
        filter_enforced=always,
        **fields,
    )


def route_metadata(gateway: Gateway, route: Route) -> Json:
    """What tells the filter which service's limit a route counts towards."""
    if route.service not in gateway.limits.services:
        return {}
    return {"filter_metadata": {_ROUTE: {"service": route.service}}}


def bucket(limit: Limit) -> Json:
    """Envoy's token bucket for a limit.

    It refills continuously at `tokens_per_fill / fill_interval`. A leaky bucket without a queue is
    a token bucket that holds one token.
    """
    per_fill = ceil(_SHORTEST_FILL_S * limit.requests / limit.window_s)
    interval_s = per_fill * limit.window_s / limit.requests
    capacity = 1 if limit.algorithm == "leaky-bucket" else limit.burst or limit.requests
    return {
        "max_tokens": max(capacity, 1),
        "tokens_per_fill": per_fill,
        "fill_interval": f"{interval_s:.9f}".rstrip("0").rstrip(".") + "s",
    }


def _descriptors(gateway: Gateway) -> list[Json]:
    by_service = [
        _descriptor(
            "limit-of-service", f"services.{name}", limit, {"key": "service", "value": name}
        )
        for name, limit in gateway.limits.services.items()
    ]
    by_tier = [
        _descriptor(
            "limit-of-user", f"tiers.{tier}", limit, {"key": "tier", "value": tier}, {"key": "user"}
        )
        for tier, limit in gateway.limits.tiers.items()
    ]
    return by_service + by_tier


def _descriptor(code: str, place: str, limit: Limit, *entries: Json) -> Json:
    descriptor = {"entries": list(entries), "token_bucket": bucket(limit)}
    return because(descriptor, code, f"gateway.limits.{place}")


def _counted(gateway: Gateway) -> list[Json]:
    """The descriptors of a request: its route's service; its user, with the user's tier."""
    chains: list[list[Json]] = []
    if gateway.limits.services:
        chains.append([_metadata("service", _ROUTE, "service") | {"source": "ROUTE_ENTRY"}])
    if gateway.limits.tiers and gateway.auth.jwt:
        # from the verified token: a header could be sent by anyone
        claims = {"tier": gateway.auth.jwt.tier_claim, "user": "sub"}
        chains.append(
            [_metadata(key, JWT_FILTER, TOKEN_METADATA, claim) for key, claim in claims.items()]
        )
    return [{"actions": [{"metadata": entry} for entry in chain]} for chain in chains]


def _metadata(descriptor: str, namespace: str, *path: str) -> Json:
    source = {"key": namespace, "path": [{"key": step} for step in path]}
    return {"descriptor_key": descriptor, "metadata_key": source}
