"""Section `gateway`: the one door to the services."""

from generators.blueprint.gateway.access import (
    SIGNER,
    ApiKeys,
    Auth,
    GeoRules,
    IpRules,
    Jwt,
    RoleRule,
)
from generators.blueprint.gateway.limits import Algorithm, Limit, Limits, Window
from generators.blueprint.gateway.routes import Route, RouteAuth
from generators.blueprint.gateway.section import Gateway

__all__ = [
    "SIGNER",
    "Algorithm",
    "ApiKeys",
    "Auth",
    "Gateway",
    "GeoRules",
    "IpRules",
    "Jwt",
    "Limit",
    "Limits",
    "RoleRule",
    "Route",
    "RouteAuth",
    "Window",
]
