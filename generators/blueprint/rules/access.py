"""Identity and roles at the gateway."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.gateway import Gateway


def route_auth_undefined(bp: Blueprint) -> Iterator[Violation]:
    """A route can ask only for what `auth` defines."""
    gateway = bp.gateway or Gateway()
    defined = {
        "none": True,
        "jwt": gateway.auth.jwt is not None,
        "api-key": gateway.auth.api_keys is not None,
    }
    for index, route in enumerate(gateway.routes):
        if not defined[route.auth]:
            at = ("gateway", "routes", index, "auth")
            yield Violation("route-auth-undefined", at, route.auth)


def rbac(bp: Blueprint) -> Iterator[Violation]:
    """A rule asks for a role or a claim, and there are tokens that carry them."""
    gateway = bp.gateway or Gateway()
    for index, rule in enumerate(gateway.rbac):
        at = ("gateway", "rbac", index)
        if not rule.roles and not rule.claims:
            yield Violation("rbac-asks-nothing", at, rule.prefix)
        if gateway.auth.jwt is None:
            yield Violation("rbac-without-tokens", at, rule.prefix)


RULES = (route_auth_undefined, rbac)
