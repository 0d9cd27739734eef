"""Canaries, authorization and faults in the mesh."""

from collections.abc import Iterator

from decomposer.documents import Violation
from generators.blueprint.document import Blueprint
from generators.blueprint.mesh import Mesh
from generators.blueprint.rules.references import keys_unknown, service_unknown

GATEWAY = "gateway"
"""The caller that stands for the gateway."""

_WHOLE = 100


def mesh_services(bp: Blueprint) -> Iterator[Violation]:
    """Canaries and faults belong to services."""
    yield from keys_unknown(bp, _mesh(bp).canaries, ("mesh", "canaries"))
    yield from keys_unknown(bp, _mesh(bp).faults, ("mesh", "faults"))


def canary_weights(bp: Blueprint) -> Iterator[Violation]:
    """The weights of a canary make 100 together."""
    for name, canary in _mesh(bp).canaries.items():
        total = sum(canary.weights.values())
        if total != _WHOLE:
            at = ("mesh", "canaries", name, "weights")
            yield Violation("weights-not-100", at, str(total), params={"service": name})


def canary_subsets(bp: Blueprint) -> Iterator[Violation]:
    """Weights and header matches lead to subsets that are defined."""
    for name, canary in _mesh(bp).canaries.items():
        at = ("mesh", "canaries", name)
        for subset in canary.weights:
            if subset not in canary.subsets:
                yield Violation(
                    "subset-undefined", (*at, "weights", subset), subset, canary.subsets
                )
        for index, match in enumerate(canary.headers):
            if match.subset not in canary.subsets:
                place = (*at, "headers", index, "subset")
                yield Violation("subset-undefined", place, match.subset, canary.subsets)


def authorization_ends(bp: Blueprint) -> Iterator[Violation]:
    """Callers and callees are services; a caller can also be the gateway."""
    for index, rule in enumerate(_mesh(bp).authorization or ()):
        at = ("mesh", "authorization", index)
        yield from service_unknown(bp, rule.callee, (*at, "callee"))
        for position, caller in enumerate(rule.callers):
            if caller != GATEWAY and caller not in bp.services:
                expected = (GATEWAY, *bp.services)
                yield Violation("caller-unknown", (*at, "callers", position), caller, expected)


def fault_without_effect(bp: Blueprint) -> Iterator[Violation]:
    """A fault delays or aborts."""
    for name, fault in _mesh(bp).faults.items():
        if fault.delay_ms is None and fault.abort_status is None:
            yield Violation("fault-without-effect", ("mesh", "faults", name), name)


def ambient_lacks(bp: Blueprint) -> Iterator[Violation]:
    """An ambient mesh makes no faults, always encrypts, and is entered through a Gateway."""
    if _mesh(bp).mode != "ambient":
        return
    for name in _mesh(bp).faults:
        yield Violation("ambient-makes-no-faults", ("mesh", "faults", name), name, on_key=True)
    if _mesh(bp).mtls == "disable":
        modes = ("strict", "permissive")
        yield Violation("ambient-always-encrypts", ("mesh", "mtls"), "disable", modes)
    if bp.deployment and bp.deployment.ingress == "ingress":
        at = ("deployment", "ingress")
        yield Violation("ambient-bypassed-by-ingress", at, "ingress", ("gateway-api", "none"))


def _mesh(bp: Blueprint) -> Mesh:
    return bp.mesh or Mesh()


RULES = (
    mesh_services,
    canary_weights,
    canary_subsets,
    authorization_ends,
    fault_without_effect,
    ambient_lacks,
)
