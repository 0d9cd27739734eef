"""The learner's gateway on real Envoy."""

from collections.abc import Mapping
from contextlib import AbstractContextManager

from exercises.gateway.evidence import GatewayEvidence
from exercises.grading.bench import Bench, Stand
from generators.render.envoy import Placement, gateway_config

LIFETIME_S = 900


def open_gateway(evidence: GatewayEvidence, bench: Bench) -> AbstractContextManager[Stand]:
    """Envoy with the learner's gateway, before an upstream for each service."""

    def render(placement: Placement) -> Mapping[str, str]:
        return gateway_config(evidence.blueprint, placement)

    return bench.open_stand(tuple(evidence.blueprint.services), render)


def token(
    evidence: GatewayEvidence, stand: Stand, user: str, *, role: str = "customer", tier: str = ""
) -> dict[str, str]:
    """The header of a signed-in user, as the learner's gateway expects it."""
    jwt = evidence.gateway.auth.jwt
    if jwt is None:
        return {}
    claims = {"iss": jwt.issuer, "aud": jwt.audiences[0], "sub": user, jwt.role_claim: role}
    if tier:
        claims[jwt.tier_claim] = tier
    return {"authorization": f"Bearer {stand.issuer.token(claims, LIFETIME_S)}"}
