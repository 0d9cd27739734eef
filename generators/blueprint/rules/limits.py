"""Rate limits of the gateway."""

from collections.abc import Iterator

from decomposer.documents import Violation
from decomposer.documents.problem import Path
from generators.blueprint.document import Blueprint
from generators.blueprint.gateway import Limit, Limits
from generators.blueprint.rules.references import keys_unknown

_SECTION = ("gateway", "limits")

PLAYED = ("token-bucket", "leaky-bucket")
"""The algorithms that Envoy's local rate limit can play: it refills continuously, by no window."""


def limited_services(bp: Blueprint) -> Iterator[Violation]:
    """A limit by service names a service."""
    yield from keys_unknown(bp, _limits(bp).services, (*_SECTION, "services"))


def tiers_without_tokens(bp: Blueprint) -> Iterator[Violation]:
    """A tier is a claim of a token: without tokens nobody has one."""
    if bp.gateway and bp.gateway.limits.tiers and bp.gateway.auth.jwt is None:
        yield Violation("tiers-without-tokens", (*_SECTION, "tiers"))


def algorithm_unavailable(bp: Blueprint) -> Iterator[Violation]:
    """The gateway can play the algorithm."""
    for at, limit in _each(_limits(bp)):
        if limit.algorithm not in PLAYED:
            yield Violation(
                "algorithm-unavailable", (*at, "algorithm"), limit.algorithm, expected=PLAYED
            )


def burst_without_bucket(bp: Blueprint) -> Iterator[Violation]:
    """Only a token bucket has a burst."""
    for at, limit in _each(_limits(bp)):
        if limit.burst is not None and limit.algorithm != "token-bucket":
            yield Violation("burst-without-bucket", (*at, "burst"), limit.algorithm)


def _limits(bp: Blueprint) -> Limits:
    return bp.gateway.limits if bp.gateway else Limits()


def _each(limits: Limits) -> Iterator[tuple[Path, Limit]]:
    if limits.overall:
        yield (*_SECTION, "global"), limits.overall
    for name, limit in limits.services.items():
        yield (*_SECTION, "services", name), limit
    for name, limit in limits.tiers.items():
        yield (*_SECTION, "tiers", name), limit


RULES = (limited_services, tiers_without_tokens, algorithm_unavailable, burst_without_bucket)
