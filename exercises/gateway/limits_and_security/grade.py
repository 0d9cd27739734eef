"""Knock at every door, then send bursts, on real Envoy."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from exercises.gateway.evidence import GatewayEvidence, read
from exercises.gateway.gateway_routes.grade import prefixes_reached
from exercises.gateway.gateway_routes.probes import foreseen
from exercises.gateway.limits_and_security import bursts, demands, doors, figures
from exercises.gateway.limits_and_security.bursts import Burst, Bursts, burst
from exercises.gateway.limits_and_security.doors import Knock, Knocks
from exercises.grading.bench import Bench, Stand, told
from exercises.grading.grader import Check, Grader, Rehearsal
from exercises.monolith.facts import monolith_graph
from generators.render.envoy import Placement, gateway_config

PRIVATE = "/api/v1/cart"
"""Needs a token and stands before a service without a limit of its own."""
UNLIMITED = "/api/v1/reviews"
"""Open, before a service without a limit of its own: here only the global limit counts."""
MORE = 5
"""So many requests beyond a limit are enough to see it cut."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What happened at the doors and to the bursts."""

    knocks: Knocks
    bursts: Bursts


def observe(evidence: GatewayEvidence, bench: Bench) -> Seen:
    """Three gateways, so that one burst does not use up another's share of the global limit."""
    with _open(evidence, bench) as stand:
        knocks = tuple(_knocks(stand))
        sent = list(_tier_bursts(stand))
    with _open(evidence, bench) as stand:
        sent += _service_bursts(evidence, stand)
    with _open(evidence, bench) as stand:
        count = demands.GLOBAL + 4 * MORE
        sent.append(
            burst(
                stand, UNLIMITED, count, {}, scope="global", who="anybody", allowed=demands.GLOBAL
            )
        )
    return Seen(Knocks(evidence, knocks), Bursts(evidence, tuple(sent)))


def _open(evidence: GatewayEvidence, bench: Bench) -> AbstractContextManager[Stand]:
    """The gateway behind one trusted proxy, so that a visitor's address can be chosen."""

    def render(placement: Placement) -> Mapping[str, str]:
        return gateway_config(evidence.blueprint, replace(placement, trusted_hops=1))

    return bench.open_stand(tuple(evidence.blueprint.services), render)


def _knocks(stand: Stand) -> Iterator[Knock]:
    graph = monolith_graph()
    customer, admin = _signed(stand, "ann"), _signed(stand, "root", role="admin")
    for module in graph.modules:
        yield _knock(stand, "anonymous", module.name, module.prefix, {})
    back_office = graph.module(demands.ADMIN).prefix
    yield _knock(stand, "customer", "cart", PRIVATE, customer)
    yield _knock(stand, "customer", demands.ADMIN, back_office, customer)
    yield _knock(stand, "admin", demands.ADMIN, back_office, admin)
    bad = {
        "expired": _signed(stand, "eve", lifetime_s=-3600),
        "other-audience": _signed(stand, "eve", aud="elsewhere"),
        "forged": _forged(customer),
    }
    for visitor, headers in bad.items():
        yield _knock(stand, visitor, "cart", PRIVATE, headers)
    address = {"x-forwarded-for": demands.REFUSED_ADDRESS}
    yield _knock(stand, "refused-network", "products", "/api/v1/products", address)


def _knock(stand: Stand, visitor: str, module: str, path: str, headers: Mapping[str, str]) -> Knock:
    reply = stand.send("GET", path, headers=headers)
    passed = reply.status not in doors.REFUSALS
    return Knock(visitor, module, path, passed, f"GET {path} by {visitor} → {told(reply)}")


def _tier_bursts(stand: Stand) -> Iterator[Burst]:
    """A free user who claims more in a header, a second free user, and the other tiers."""
    free, premium = demands.TIERS["free"], demands.TIERS["premium"]
    boast = {"x-tier": "enterprise", "x-user": "somebody-else"}
    visitors: list[tuple[str, str, int, Mapping[str, str]]] = [
        ("free-1", "free", free + MORE, boast),
        ("free-2", "free", free, {}),
        ("premium-1", "premium", premium + MORE, {}),
        ("enterprise-1", "enterprise", premium + 4 * MORE, {}),
    ]
    for user, tier, count, extra in visitors:
        headers = {**_signed(stand, user, tier=tier), **extra}
        allowed = demands.TIERS[tier]
        yield burst(
            stand, PRIVATE, count, headers, scope="tier", name=tier, who=user, allowed=allowed
        )


def _service_bursts(evidence: GatewayEvidence, stand: Stand) -> Iterator[Burst]:
    """Each limited service, asked by an enterprise user of its own."""
    graph = monolith_graph()
    asked: dict[str, str] = {}
    for module in demands.SERVICES:
        asked.setdefault(evidence.home(module), graph.module(module).prefix)
    for service, allowed in demands.service_limits(evidence).items():
        headers = _signed(stand, f"buyer-{service}", tier="enterprise")
        path = asked[service]
        yield burst(
            stand,
            path,
            allowed + MORE,
            headers,
            scope="service",
            name=service,
            who="one enterprise user",
            allowed=allowed,
        )


def _signed(
    stand: Stand,
    user: str,
    *,
    role: str = "customer",
    tier: str = "enterprise",
    aud: str = demands.AUDIENCE,
    lifetime_s: float = 900,
) -> dict[str, str]:
    """A token as the shop's issuer writes it, whatever the learner's gateway expects."""
    claims = {
        "iss": demands.ISSUER,
        "aud": aud,
        "sub": user,
        demands.ROLE_CLAIM: role,
        demands.TIER_CLAIM: tier,
    }
    return {"authorization": f"Bearer {stand.issuer.token(claims, lifetime_s)}"}


def _forged(headers: Mapping[str, str]) -> dict[str, str]:
    """The same token with another signature."""
    head, _, signature = headers["authorization"].rpartition(".")
    return {"authorization": f"{head}.{signature[::-1]}"}


def measured(seen: Seen) -> Mapping[str, float | int | str]:
    """How many passed of each burst."""
    counts = {
        f"{sent.scope}_{sent.who if sent.scope == 'tier' else sent.name or 'all'}": sent
        for sent in seen.bursts.all
    }
    return {
        f"{name.replace('-', '_')}_passed": f"{sent.passed}/{sent.sent}"
        for name, sent in counts.items()
    }


def _at_doors(check: Check[Knocks]) -> Check[Seen]:
    find, asked = check.find, check.asked
    return Check(check.code, lambda seen: find(seen.knocks), lambda seen: asked(seen.knocks))


def _of_bursts(check: Check[Bursts]) -> Check[Seen]:
    find, asked = check.find, check.asked
    return Check(check.code, lambda seen: find(seen.bursts), lambda seen: asked(seen.bursts))


LIVE: tuple[Check[Seen], ...] = (
    *(_at_doors(check) for check in doors.LIVE_CHECKS),
    *(_of_bursts(check) for check in bursts.LIVE_CHECKS),
)
SHOWN_LIVE = frozenset(
    {
        "auth-missing",
        "auth-login-locked",
        "auth-catalogue-locked",
        "admin-open",
        "admin-locked",
        "ip-deny-missing",
        "limit-wrong",
        "limit-tier-unread",
    }
)
"""What the answers of a real gateway show better than the section does."""

GRADER = Grader(
    read,
    (
        Check("routes-lead-home", lambda e: prefixes_reached(foreseen(e))),
        *figures.CHECKS,
        *doors.CHECKS,
    ),
    Rehearsal(observe, LIVE, measured, SHOWN_LIVE),
)
