"""The limits as they are written."""

from collections.abc import Iterator

from decomposer.documents.problem import Path
from exercises.gateway.evidence import GatewayEvidence
from exercises.gateway.limits_and_security.demands import (
    TIER_CLAIM,
    UNIT,
    Demand,
    demands,
)
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

_LIMITS: Path = ("gateway", "limits")
_READ = "4.3#layers-of-limits"


def limits_present(evidence: GatewayEvidence) -> Iterator[Finding]:
    """Each layer has its limit."""
    for demand in demands(evidence):
        if demand.given is None:
            yield _at(evidence, demand, "", "limit-missing", requests=demand.requests)


def limits_as_asked(evidence: GatewayEvidence) -> Iterator[Finding]:
    """Each limit has the asked figure, in the asked unit."""
    for demand in demands(evidence):
        if demand.given is None:
            continue
        if demand.given.per != UNIT:
            given = f"{demand.given.requests} / {demand.given.per}"
            yield _at(evidence, demand, "per", "limit-unit", given=given)
        elif demand.given.requests != demand.requests:
            yield _at(
                evidence,
                demand,
                "requests",
                "limit-wrong",
                requests=demand.requests,
                given=demand.given.requests,
            )


def bursts_as_asked(evidence: GatewayEvidence) -> Iterator[Finding]:
    """A token bucket lets a burst of one window's requests in, and no more."""
    for demand in demands(evidence):
        limit = demand.given
        if limit is None:
            continue
        if limit.algorithm == "leaky-bucket":
            read = "4.3#rate-limit-algorithms"
            yield _at(evidence, demand, "algorithm", "limit-leaky-bucket", read=read)
        elif limit.burst is not None and limit.burst != limit.requests:
            yield _at(evidence, demand, "burst", "limit-burst", burst=limit.burst)


def tier_readable(evidence: GatewayEvidence) -> Iterator[Finding]:
    """The tier is read from the claim in which the issuer writes it."""
    jwt = evidence.gateway.auth.jwt
    if jwt is not None and jwt.tier_claim != TIER_CLAIM:
        at = ("gateway", "auth", "jwt", "tier_claim")
        claim = jwt.tier_claim
        yield located(evidence.source, at, "limit-tier-unread", "4.3#whose-limit", claim=claim)


def _limited(evidence: GatewayEvidence) -> bool:
    """Whether there are limits to judge."""
    return any(demand.given is not None for demand in demands(evidence))


def _verified(evidence: GatewayEvidence) -> bool:
    """Whether tokens are verified at all."""
    return evidence.gateway.auth.jwt is not None


def _at(
    evidence: GatewayEvidence,
    demand: Demand,
    key: str,
    code: str,
    *,
    read: str = _READ,
    **params: str | float,
) -> Finding:
    section = {"global": ("global",), "service": ("services",), "tier": ("tiers",)}[demand.scope]
    at = (*_LIMITS, *section, *((demand.name,) if demand.name else ()), *((key,) if key else ()))
    name = f" `{demand.name}`" if demand.name else ""
    return located(
        evidence.source, at, code, read, evidence="", scope=demand.scope, name=name, **params
    )


CHECKS = (
    Check("limits-present", limits_present),
    Check("limits-as-asked", limits_as_asked, _limited),
    Check("limits-token-bucket", bursts_as_asked, _limited),
    Check("limits-tier-readable", tier_readable, _verified),
)
