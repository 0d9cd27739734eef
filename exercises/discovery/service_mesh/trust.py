"""Section `mesh`: encryption, who may call whom, and when a replica is left out."""

from collections.abc import Iterator

from decomposer.documents.problem import Path
from exercises.discovery.service_mesh.evidence import GATEWAY, MeshEvidence
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

MOST_EJECTED_PERCENT = 50
"""With more left out, those that remain would be overrun by the load of the others."""
HARMLESS = frozenset({"HEAD", "OPTIONS"})
EVERY = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

_RULES: Path = ("mesh", "authorization")
_READ = "4.2#authorization"


def mtls_strict(evidence: MeshEvidence) -> Iterator[Finding]:
    """Only encrypted calls are taken: without a certificate there is no principal to check."""
    if evidence.mesh.mtls != "strict":
        mode = evidence.mesh.mtls
        at = ("mesh", "mtls")
        yield located(evidence.source, at, "mesh-mtls-permissive", "4.2#mtls", mode=mode)


def rules_present(evidence: MeshEvidence) -> Iterator[Finding]:
    """Who may call whom is said, not left to whoever can connect."""
    if evidence.mesh.authorization is None:
        yield located(evidence.source, ("mesh",), "mesh-authorization-missing", _READ)


def callers_let_in(evidence: MeshEvidence) -> Iterator[Finding]:
    """Whoever must call may, with the methods that it needs."""
    for caller, callee in sorted(evidence.waited_for):
        needed = evidence.methods((caller, callee))
        missing = needed - _allowed(evidence, caller, callee)
        if missing:
            yield _refused(evidence, caller, callee, missing)
    for callee in _public(evidence):
        if not _allowed(evidence, GATEWAY, callee):
            yield _refused(evidence, GATEWAY, callee, frozenset({"GET", "POST"}))


def nobody_else(evidence: MeshEvidence) -> Iterator[Finding]:
    """Whoever has no reason to call may not."""
    needed = evidence.waited_for
    public = _public(evidence)
    for position, rule in enumerate(evidence.mesh.authorization or ()):
        for index, caller in enumerate(rule.callers):
            reason = rule.callee in public if caller == GATEWAY else (caller, rule.callee) in needed
            if not reason:
                at = (*_RULES, position, "callers", index)
                code = "mesh-caller-needless"
                yield located(evidence.source, at, code, _READ, caller=caller, callee=rule.callee)


def methods_narrow(evidence: MeshEvidence) -> Iterator[Finding]:
    """No method is open that no caller uses."""
    needed = evidence.waited_for
    for position, rule in enumerate(evidence.mesh.authorization or ()):
        for caller in rule.callers:
            ends = (caller, rule.callee)
            if caller == GATEWAY or ends not in needed:
                continue
            open_methods = frozenset(rule.methods) or EVERY
            idle = open_methods - evidence.methods(ends) - HARMLESS
            if idle:
                at = (*_RULES, position, "methods")
                yield located(
                    evidence.source,
                    at,
                    "mesh-methods-too-wide",
                    _READ,
                    caller=caller,
                    callee=rule.callee,
                    methods=", ".join(sorted(idle)),
                )


def pool_kept(evidence: MeshEvidence) -> Iterator[Finding]:
    """Outlier detection leaves enough replicas to carry the load."""
    percent = evidence.mesh.outlier_detection.max_ejection_percent
    if percent > MOST_EJECTED_PERCENT:
        yield located(
            evidence.source,
            ("mesh", "outlier_detection", "max_ejection_percent"),
            "mesh-ejects-everyone",
            "4.2#circuit-breakers",
            percent=percent,
            most=MOST_EJECTED_PERCENT,
        )


def _ruled(evidence: MeshEvidence) -> bool:
    """Whether there are rules to judge."""
    return bool(evidence.mesh.authorization)


def _allowed(evidence: MeshEvidence, caller: str, callee: str) -> frozenset[str]:
    """The methods with which a caller is let in, by all rules together."""
    methods: set[str] = set()
    for rule in evidence.mesh.authorization or ():
        if rule.callee == callee and caller in rule.callers:
            methods |= set(rule.methods) or EVERY
    return frozenset(methods)


def _public(evidence: MeshEvidence) -> frozenset[str]:
    """The services that the gateway has a route to."""
    gateway = evidence.blueprint.gateway
    return frozenset(route.service for route in gateway.routes) if gateway else frozenset()


def _refused(evidence: MeshEvidence, caller: str, callee: str, methods: frozenset[str]) -> Finding:
    positions = [
        position
        for position, rule in enumerate(evidence.mesh.authorization or ())
        if rule.callee == callee
    ]
    told = "\n".join(f"{method} {caller} → {callee}: 403" for method in sorted(methods))
    return located(
        evidence.source,
        (*_RULES, *positions[:1]),
        "mesh-caller-missing",
        _READ,
        evidence=told,
        caller=caller,
        callee=callee,
        methods=", ".join(sorted(methods)),
    )


CHECKS = (
    Check("mesh-mtls", mtls_strict),
    Check("mesh-rules-present", rules_present),
    Check("mesh-callers-let-in", callers_let_in, _ruled),
    Check("mesh-nobody-else", nobody_else, _ruled),
    Check("mesh-methods-narrow", methods_narrow, _ruled),
    Check("mesh-pool-kept", pool_kept),
)
