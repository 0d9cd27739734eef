"""The blueprint's gateway, as every lab has it."""

from collections.abc import Mapping
from dataclasses import replace

from generators.blueprint import Blueprint
from generators.render.envoy import Admission, JwksSource, Placement, gateway_config
from labs.supervising.options import LabOptions

ISSUER, AUDIENCE, ROLES_CLAIM = "shop", "shop", "roles"
"""As the shop's authentication module writes them into tokens."""

JWKS_PATH = "/api/v1/users/sessions/jwks"
"""Where that module publishes its keys."""

WITHHELD = ("/health", "/ready", "/metrics", "/openapi.json", "/_ops", "/_rpc")
"""What a deployable answers to whoever runs it. The pages' route `/` would lead customers there."""

MOST_AT_ONCE = 200
"""As many as a breaker of the blueprint lets through where nobody decided otherwise."""

ADMISSION = Admission(
    within_ms=100,
    least=64,
    most=256,
    unbounded=("/api/v1/notifications", "/api/v1/order-status", "/"),
)
"""Half a second's work on two cores is all that waits; who follows an event stream waits for long,
and the pages are among those who do."""


def gateway_files(
    blueprint: Blueprint, placement: Placement, options: LabOptions
) -> Mapping[str, str]:
    """Envoy's configuration by file; the placement says where it stands, and before whom."""
    placed = replace(
        placement,
        jwks_source=jwks_source(blueprint),
        enforce_limits=options.limits,
        fault_headers=True,
        trace_ratio=options.trace_ratio,
        withheld=WITHHELD,
        admission=ADMISSION,
        most_at_once=MOST_AT_ONCE,
    )
    return gateway_config(with_shop_issuer(blueprint), placed)


def jwks_source(blueprint: Blueprint) -> JwksSource:
    """The service that signs the tokens. Without one any service will do: no token is valid."""
    holders = blueprint.holders()
    return JwksSource(holders.get("authentication", next(iter(blueprint.services))), JWKS_PATH)


def with_shop_issuer(blueprint: Blueprint) -> Blueprint:
    """The blueprint with the lab's token issuer in place of the designed one.

    The tokens of a lab are signed by the shop in it, whatever identity provider is designed.
    """
    gateway = blueprint.gateway
    if gateway is None or gateway.auth.jwt is None:
        return blueprint
    jwt = gateway.auth.jwt.model_copy(
        update={"issuer": ISSUER, "audiences": (AUDIENCE,), "role_claim": ROLES_CLAIM}
    )
    auth = gateway.auth.model_copy(update={"jwt": jwt})
    return blueprint.model_copy(update={"gateway": gateway.model_copy(update={"auth": auth})})
