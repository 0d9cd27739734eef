"""Who may do what at the gateway."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, IPvAnyNetwork

from decomposer.documents import Model
from generators.blueprint.names import Header, Identifier, Method, Name, Prefix

SIGNER = "authentication"
"""The module that signs tokens; without it in the shop, whoever does stands outside."""


class Jwt(Model):
    """Signed tokens, verified at the gateway and by every service that customers reach."""

    issuer: str
    audiences: Annotated[tuple[str, ...], Field(min_length=1)]
    role_claim: Identifier = "role"
    tier_claim: Identifier = "tier"


class ApiKeys(Model):
    """Long-lived keys for programs. The keys themselves are secrets and stand elsewhere."""

    header: Header = "x-api-key"
    clients: Annotated[tuple[Name, ...], Field(min_length=1)]


class Auth(Model):
    """The ways to say who one is."""

    jwt: Jwt | None = None
    api_keys: ApiKeys | None = None


class RoleRule(Model):
    """Requests under a prefix are for these roles, or for tokens with these claims, only."""

    prefix: Prefix
    methods: tuple[Method, ...] = ()
    """Empty means every method."""
    roles: tuple[Name, ...] = ()
    """Any one of them suffices."""
    claims: Mapping[Identifier, str] = Field(default_factory=dict)
    """All of them must be so: attribute-based access."""


class IpRules(Model):
    """Networks that are refused; or, with `allow`, the only ones that are let in."""

    deny: tuple[IPvAnyNetwork, ...] = ()
    allow: tuple[IPvAnyNetwork, ...] = ()


class GeoRules(Model):
    """Countries that are refused, as the network in front of the gateway names them."""

    header: Header = "x-country"
    deny: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    """ISO 3166 two-letter codes."""
