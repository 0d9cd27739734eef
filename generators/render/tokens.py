"""Access tokens: the gateway and every service believe the same ones.

The blueprint says who signs them, for whom, and which claim holds the roles. The keys come from the
service that signs people in; where there is none, whoever signs stands outside the shop.
"""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.blueprint.gateway import Jwt
from generators.render.topology import PublicKeys, public_keys, routed_services


def believed(bp: Blueprint) -> Jwt:
    """Which tokens are; where the blueprint leaves it open, the shop's own for itself."""
    chosen = bp.gateway.auth.jwt if bp.gateway else None
    return chosen or Jwt(issuer=bp.name, audiences=(bp.name,))


def believed_places(bp: Blueprint) -> tuple[str, ...]:
    """Where the blueprint says so; empty where it leaves it open."""
    return ("gateway.auth.jwt",) if bp.gateway and bp.gateway.auth.jwt else ()


def gateway_keys(bp: Blueprint) -> PublicKeys | None:
    """The keys that the gateway fetches; none where it asks for no token, or keys are elsewhere."""
    return public_keys(bp) if believed_places(bp) else None


def token_variables(bp: Blueprint, service: str, port: str = "") -> Mapping[str, str]:
    """What a service is told of tokens, services being reached by name and at `port` (`:8080`).

    Nothing where no customer reaches it.
    """
    keys = public_keys(bp)
    if keys is None:
        from_outside = believed_places(bp) and service in routed_services(bp)
        return _claims(bp) if from_outside else {}
    url = keys.url(service, f"http://{keys.holder}{port}")
    return {"KEYS_URL": url, **_claims(bp)} if url else {}


def _claims(bp: Blueprint) -> dict[str, str]:
    jwt = believed(bp)
    return {
        "TOKEN_ISSUER": jwt.issuer,
        "TOKEN_AUDIENCES": ",".join(jwt.audiences),
        "TOKEN_ROLE_CLAIM": jwt.role_claim,
    }
