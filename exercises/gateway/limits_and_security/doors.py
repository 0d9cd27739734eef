"""Who is let in: what the section says, and what was seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from decomposer.documents.problem import Path
from exercises.gateway.evidence import GatewayEvidence
from exercises.gateway.limits_and_security import demands
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding
from exercises.monolith.facts import monolith_graph

REFUSALS = {401, 403}


@dataclass(frozen=True, slots=True)
class Knock:
    """One visitor at one door."""

    visitor: str
    """`anonymous`, `customer`, `admin`, `expired`, `other-audience`, `forged`,
    `refused-network`."""
    module: str
    path: str
    passed: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Knocks:
    """Every visitor who tried a door, foreseen or observed."""

    evidence: GatewayEvidence
    all: tuple[Knock, ...]

    def of(self, visitor: str, *modules: str) -> Iterator[Knock]:
        """The attempts of one visitor, at these modules' doors or at all."""
        for knock in self.all:
            if knock.visitor == visitor and (not modules or knock.module in modules):
                yield knock


def private_modules() -> tuple[str, ...]:
    """The modules behind which a token is needed."""
    free = {*demands.SIGN_IN, *demands.CATALOGUE, *demands.EITHER}
    return tuple(name for name in monolith_graph().names if name not in free)


def foreseen(evidence: GatewayEvidence) -> Knocks:
    """What the routes and the role rules say, for visitors without a token and for customers."""
    knocks = []
    for module in monolith_graph().modules:
        found = evidence.route_for(module.prefix)
        open_to_all = (
            found is not None and found[1].auth == "none" and not _roles(evidence, module.prefix)
        )
        knocks.append(Knock("anonymous", module.name, module.prefix, open_to_all))
    admin = monolith_graph().module(demands.ADMIN)
    roles = _roles(evidence, admin.prefix)
    knocks.append(Knock("customer", admin.name, admin.prefix, not roles))
    knocks.append(Knock("admin", admin.name, admin.prefix, not roles or demands.ADMIN in roles))
    return Knocks(evidence, tuple(knocks))


def strangers_kept_out(knocks: Knocks) -> Iterator[Finding]:
    """Without a token nothing private opens."""
    for knock in knocks.of("anonymous", *private_modules()):
        if knock.passed:
            yield _at(knocks, knock, "auth-missing", "4.3#authentication")


def sign_in_open(knocks: Knocks) -> Iterator[Finding]:
    """Who has no token yet can get one."""
    for knock in knocks.of("anonymous", *demands.SIGN_IN):
        if not knock.passed:
            yield _at(knocks, knock, "auth-login-locked", "4.3#authentication")


def catalogue_open(knocks: Knocks) -> Iterator[Finding]:
    """Who only looks around needs no token."""
    for knock in knocks.of("anonymous", *demands.CATALOGUE):
        if not knock.passed:
            yield _at(knocks, knock, "auth-catalogue-locked", "4.3#authentication")


def admin_guarded(knocks: Knocks) -> Iterator[Finding]:
    """The back office opens for its role, and for no other."""
    for knock in knocks.of("customer", demands.ADMIN):
        if knock.passed:
            yield _at(knocks, knock, "admin-open", "4.3#authorization")
    for knock in knocks.of("admin", demands.ADMIN):
        if not knock.passed:
            yield _at(knocks, knock, "admin-locked", "4.3#authorization")


def bad_tokens_refused(knocks: Knocks) -> Iterator[Finding]:
    """A token that is expired, for somebody else or forged opens nothing; a good one does."""
    for visitor in ("expired", "other-audience", "forged"):
        for knock in knocks.of(visitor):
            if knock.passed:
                yield _at(knocks, knock, "auth-bad-token", "4.3#authentication", token=visitor)
    for knock in knocks.of("customer", "cart"):
        if not knock.passed:
            yield _at(knocks, knock, "auth-token-refused", "4.3#authentication")


def network_refused(knocks: Knocks) -> Iterator[Finding]:
    """Nobody from the refused network gets in."""
    for knock in knocks.of("refused-network"):
        if knock.passed:
            yield _network(knocks.evidence, knock.evidence)


def network_listed(evidence: GatewayEvidence) -> Iterator[Finding]:
    """The refused network is on the list."""
    if demands.REFUSED_NETWORK not in {str(net) for net in evidence.gateway.ip_rules.deny}:
        yield _network(evidence, "")


def issuer_trusted(evidence: GatewayEvidence) -> Iterator[Finding]:
    """The gateway trusts the shop's issuer, for the shop's audience, and reads its claims."""
    jwt = evidence.gateway.auth.jwt
    at: Path = ("gateway", "auth")
    if jwt is None:
        yield located(evidence.source, at, "auth-no-tokens", "4.3#authentication")
        return
    asked = {
        "issuer": (jwt.issuer, demands.ISSUER),
        "audiences": (", ".join(jwt.audiences), demands.AUDIENCE),
        "role_claim": (jwt.role_claim, demands.ROLE_CLAIM),
    }
    for key, (given, expected) in asked.items():
        if given != expected:
            yield located(
                evidence.source,
                (*at, "jwt", key),
                "auth-token-mismatch",
                "4.3#authentication",
                key=key,
                given=given,
                expected=expected,
            )


def _roles(evidence: GatewayEvidence, path: str) -> tuple[str, ...]:
    """The roles that the rules ask for at a path; empty where none does."""
    return tuple(
        role
        for rule in evidence.gateway.rbac
        if f"{path}/".startswith(f"{rule.prefix.rstrip('/')}/") and not rule.methods
        for role in rule.roles
    )


def _network(evidence: GatewayEvidence, told: str) -> Finding:
    return located(
        evidence.source,
        ("gateway", "ip_rules"),
        "ip-deny-missing",
        "4.3#ip-and-geo",
        evidence=told,
        network=demands.REFUSED_NETWORK,
    )


def _at(knocks: Knocks, knock: Knock, code: str, read: str, **params: str) -> Finding:
    found = knocks.evidence.route_for(knock.path)
    routes: Path = ("gateway", "routes")
    at = (*routes, found[0]) if found else routes
    return located(
        knocks.evidence.source,
        at,
        code,
        read,
        evidence=knock.evidence,
        path=knock.path,
        visitor=knock.visitor,
        **params,
    )


CHECKS: tuple[Check[GatewayEvidence], ...] = (
    Check("auth-issuer-trusted", issuer_trusted),
    Check("auth-private-closed", lambda e: strangers_kept_out(foreseen(e))),
    Check("auth-sign-in-open", lambda e: sign_in_open(foreseen(e))),
    Check("auth-catalogue-open", lambda e: catalogue_open(foreseen(e))),
    Check("admin-guarded", lambda e: admin_guarded(foreseen(e))),
    Check("network-listed", network_listed),
)
LIVE_CHECKS = (
    Check("auth-private-closed-measured", strangers_kept_out),
    Check("auth-sign-in-open-measured", sign_in_open),
    Check("auth-catalogue-open-measured", catalogue_open),
    Check("auth-tokens-verified-measured", bad_tokens_refused),
    Check("admin-guarded-measured", admin_guarded),
    Check("network-refused-measured", network_refused),
)
