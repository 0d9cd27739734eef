"""What the mesh would refuse, or never use."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.rules.mesh import GATEWAY


def call_refused(bp: Blueprint) -> Iterator[Violation]:
    """Who calls a service by `communication` or by a route is allowed to."""
    if bp.mesh is None or bp.mesh.authorization is None:
        return
    allowed = {(caller, rule.callee) for rule in bp.mesh.authorization for caller in rule.callers}
    for index, edge in enumerate(bp.communication.edges if bp.communication else ()):
        if edge.style == "sync" and (edge.caller, edge.callee) not in allowed:
            params = {"caller": edge.caller, "callee": edge.callee}
            yield Violation("call-refused", ("communication", "edges", index), params=params)
    for index, route in enumerate(bp.gateway.routes if bp.gateway else ()):
        if (GATEWAY, route.service) not in allowed:
            at = ("gateway", "routes", index, "service")
            params = {"caller": GATEWAY, "callee": route.service}
            yield Violation("call-refused", at, params=params)


def identity_without_mtls(bp: Blueprint) -> Iterator[Violation]:
    """Policies by identity need the certificates that carry it."""
    if bp.mesh and bp.mesh.mtls == "disable":
        yield Violation("identity-without-mtls", ("mesh", "mtls"), "disable", ("strict",))


def subset_without_traffic(bp: Blueprint) -> Iterator[Violation]:
    """A release that runs gets requests, by weight or by header."""
    for name, canary in (bp.mesh.canaries if bp.mesh else {}).items():
        used = {subset for subset, weight in canary.weights.items() if weight}
        used |= {match.subset for match in canary.headers}
        for index, subset in enumerate(canary.subsets):
            if subset not in used:
                at = ("mesh", "canaries", name, "subsets", index)
                yield Violation("subset-without-traffic", at, subset, params={"service": name})


def ambient_repeats_nothing(bp: Blueprint) -> Iterator[Violation]:
    """A waypoint repeats no call: HTTPRoutes have retries in their experimental channel alone."""
    if bp.mesh is None or bp.mesh.mode != "ambient":
        return
    for index, edge in enumerate(bp.communication.edges if bp.communication else ()):
        if edge.style == "sync" and edge.idempotent and edge.retries:
            at = ("communication", "edges", index, "retries")
            call = f"{edge.caller} → {edge.callee}"
            yield Violation("ambient-repeats-nothing", at, call)


ADVICE = (
    call_refused,
    identity_without_mtls,
    subset_without_traffic,
    ambient_repeats_nothing,
)
