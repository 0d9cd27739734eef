"""What the task demands of limits, identity and access."""

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.gateway.evidence import GatewayEvidence
from generators.blueprint.gateway import Limit

GLOBAL = 1000
SERVICES = {"registration": 100, "products": 500, "orders": 200}
"""Requests a minute for the service that holds each module."""
TIERS = {"free": 10, "premium": 100, "enterprise": 1000}
"""Requests a minute for each user of a tier."""
UNIT = "minute"

ISSUER, AUDIENCE = "https://auth.shop", "shop"
TIER_CLAIM, ROLE_CLAIM = "tier", "role"
REFUSED_NETWORK = "203.0.113.0/24"
REFUSED_ADDRESS = "203.0.113.9"

SIGN_IN = ("registration", "authentication")
CATALOGUE = ("products", "categories", "search", "reviews")
EITHER = ("recommendations", "ratings", "stock")
"""Shown on pages of the catalogue, too: a token may be asked for or not."""
ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Demand:
    """One limit that the task asks for."""

    scope: str
    """`global`, `service` or `tier`."""
    name: str
    requests: int
    given: Limit | None
    """What the learner's gateway says."""


def demands(evidence: GatewayEvidence) -> tuple[Demand, ...]:
    """Every limit that is asked for, with what is there."""
    limits = evidence.gateway.limits
    return (
        Demand("global", "", GLOBAL, limits.overall),
        *(
            Demand("service", service, requests, limits.services.get(service))
            for service, requests in service_limits(evidence).items()
        ),
        *(
            Demand("tier", tier, requests, limits.tiers.get(tier))
            for tier, requests in TIERS.items()
        ),
    )


def service_limits(evidence: GatewayEvidence) -> Mapping[str, int]:
    """The limit of each service; one that holds several of the named modules gets the sum."""
    result: dict[str, int] = {}
    for module, requests in SERVICES.items():
        service = evidence.home(module)
        result[service] = result.get(service, 0) + requests
    return result
