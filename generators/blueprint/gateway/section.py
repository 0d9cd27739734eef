"""The section as a whole."""

from collections.abc import Mapping

from pydantic import Field

from decomposer.documents import Model
from generators.blueprint.gateway.access import Auth, GeoRules, IpRules, RoleRule
from generators.blueprint.gateway.limits import Limits
from generators.blueprint.gateway.routes import Route
from generators.blueprint.names import Header


class Gateway(Model):
    """Routing, limits, identity and access, in one place in front of every service."""

    routes: tuple[Route, ...] = ()
    limits: Limits = Limits()
    auth: Auth = Auth()
    rbac: tuple[RoleRule, ...] = ()
    ip_rules: IpRules = IpRules()
    geo: GeoRules = GeoRules()
    compression: bool = True
    """Whether JSON answers are compressed for clients that accept it."""
    response_headers: Mapping[Header, str] = Field(default_factory=dict)
    """Added to every answer."""
