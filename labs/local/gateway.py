"""The blueprint's gateway, rendered for loopback."""

from generators.blueprint import Blueprint
from generators.render.envoy import JwksSource, Placement, gateway_config
from labs.local.directories import LabDirectory
from labs.local.layout import Replica, subsets, upstreams
from labs.local.options import LocalOptions
from labs.local.ports import LOOPBACK

ISSUER, AUDIENCE, ROLES_CLAIM = "shop", "shop", "roles"
"""As the shop's authentication module writes them into tokens."""

JWKS_PATH = "/api/v1/users/sessions/jwks"
"""Where that module publishes its keys."""

WITHHELD = ("/health", "/ready", "/metrics", "/openapi.json", "/_ops", "/_rpc")
"""What a deployable answers to whoever runs it. The pages' route `/` would lead customers there."""

MOST_AT_ONCE = 200
"""As many as a breaker of the blueprint lets through where nobody decided otherwise."""


def write_gateway(
    blueprint: Blueprint,
    directory: LabDirectory,
    *,
    replicas: tuple[Replica, ...],
    port: int,
    admin_port: int,
    options: LocalOptions,
) -> None:
    """Write Envoy's configuration into a new directory."""
    folder = directory.gateway
    folder.mkdir(mode=0o700)
    placement = Placement(
        upstreams=upstreams(replicas),
        subsets=subsets(replicas),
        listener=(LOOPBACK, port),
        admin=(LOOPBACK, admin_port),
        config_dir=str(folder),
        jwks_source=jwks_source(blueprint),
        access_log=str(directory.access_log),
        dynamic=True,
        enforce_limits=options.limits,
        fault_headers=True,
        trace_ratio=options.trace_ratio,
        withheld=WITHHELD,
        most_at_once=MOST_AT_ONCE,
    )
    for name, text in gateway_config(with_shop_issuer(blueprint), placement).items():
        (folder / name).write_text(text, encoding="utf-8")


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
