"""The gateway of a proposal: a route per module, and the course's limits and roles."""

from typing import Any

from generators.blueprint.proposal.facts import Placed

PUBLIC = frozenset(
    {
        "registration",
        "authentication",
        "products",
        "categories",
        "search",
        "recommendations",
        "stock",
        "reviews",
        "ratings",
    }
)
"""Modules that a visitor may use without signing in."""

READ_MOSTLY = frozenset({"products", "categories", "search", "recommendations", "ratings"})
"""Modules whose reads are safe and cheap to repeat."""

STAFF = ("admin", "suppliers", "sales-reports")
"""Modules for the role `admin`."""

_SERVICE_LIMITS = {"registration": 100, "products": 500, "orders": 200}
"""Requests a minute for the service of each module (the course's figures)."""

_TIERS = {"free": 10, "premium": 100, "enterprise": 1000}


def gateway(placed: Placed) -> dict[str, Any]:
    """Section `gateway`."""
    section: dict[str, Any] = {
        "routes": [_route(placed, module) for module in placed.holder if module in placed.facts],
        "limits": {
            "global": _per_minute(1000),
            "services": _service_limits(placed),
            "tiers": {tier: _per_minute(requests) for tier, requests in _TIERS.items()},
        },
        "auth": {"jwt": {"issuer": "https://auth.shop", "audiences": ["shop"]}},
        "rbac": [
            {"prefix": placed.facts[module].prefix, "roles": ["admin"]}
            for module in STAFF
            if placed.has(module) and module in placed.facts
        ],
    }
    return {key: value for key, value in section.items() if value}


def _route(placed: Placed, module: str) -> dict[str, Any]:
    route: dict[str, Any] = {
        "prefix": placed.facts[module].prefix,
        "service": placed.holder[module],
        "module": module,
        "auth": "none" if module in PUBLIC else "jwt",
        "timeout_ms": 3000,
    }
    if module in READ_MOSTLY:
        route |= {"retries": 2, "per_try_timeout_ms": 1000}
    return route


def _service_limits(placed: Placed) -> dict[str, Any]:
    limits: dict[str, int] = {}
    for module, requests in _SERVICE_LIMITS.items():
        if placed.has(module):
            service = placed.holder[module]
            limits[service] = limits.get(service, 0) + requests
    return {service: _per_minute(requests) for service, requests in limits.items()}


def _per_minute(requests: int) -> dict[str, Any]:
    return {"requests": requests, "per": "minute"}
