"""The gateway: rules and limits that never come to bear."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.gateway import SIGNER, Gateway


def rule_without_route(bp: Blueprint) -> Iterator[Violation]:
    """A rule for roles covers a route, or a part of one."""
    gateway = bp.gateway or Gateway()
    for index, rule in enumerate(gateway.rbac):
        if not any(_overlap(rule.prefix, route.prefix) for route in gateway.routes):
            at = ("gateway", "rbac", index, "prefix")
            expected = tuple(route.prefix for route in gateway.routes)
            yield Violation("rule-without-route", at, rule.prefix, expected)


def limit_above_global(bp: Blueprint) -> Iterator[Violation]:
    """A limit is narrower than the one of all requests together, or it is never reached."""
    limits = (bp.gateway or Gateway()).limits
    if limits.overall is None:
        return
    most = limits.overall.requests / limits.overall.window_s
    for part, each in (("services", limits.services), ("tiers", limits.tiers)):
        for name, limit in each.items():
            if limit.requests / limit.window_s > most:
                at = ("gateway", "limits", part, name, "requests")
                yield Violation("limit-above-global", at, name)


def tries_cut_short(bp: Blueprint) -> Iterator[Violation]:
    """All attempts fit into the time of the route."""
    for index, route in enumerate((bp.gateway or Gateway()).routes):
        whole = (route.per_try_timeout_ms or 0) * (1 + route.retries)
        if whole > route.timeout_ms:
            at = ("gateway", "routes", index, "retries")
            params = {"attempts": 1 + route.retries, "whole": whole, "limit": route.timeout_ms}
            yield Violation("tries-cut-short", at, route.prefix, params=params)


def issuer_outside(bp: Blueprint) -> Iterator[Violation]:
    """Whoever signs the tokens stands in the shop, or its keys have to be brought by hand."""
    jwt = (bp.gateway or Gateway()).auth.jwt
    if jwt is not None and SIGNER not in bp.holders():
        at = ("gateway", "auth", "jwt", "issuer")
        yield Violation("issuer-outside", at, jwt.issuer, params={"module": SIGNER})


def _overlap(first: str, second: str) -> bool:
    one, other = f"{first.rstrip('/')}/", f"{second.rstrip('/')}/"
    return one.startswith(other) or other.startswith(one)


ADVICE = (rule_without_route, limit_above_global, tries_cut_short, issuer_outside)
