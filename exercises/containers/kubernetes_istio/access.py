"""mTLS and authorization: who is let in, request by request."""

from collections.abc import Iterator

from exercises.containers.kubernetes_istio.evidence import (
    AUTHORIZATION_POLICY,
    PEER_AUTHENTICATION,
    Manifests,
    selects,
)
from exercises.containers.kubernetes_istio.workload import APP, NAMESPACE
from exercises.grading.documents import located
from exercises.grading.grader import Check
from exercises.model import Finding

GATEWAY = f"cluster.local/ns/{NAMESPACE}/sa/api-gateway"
STRANGER = f"cluster.local/ns/{NAMESPACE}/sa/review-service"
IMPOSTOR = "cluster.local/ns/default/sa/api-gateway"
"""The same service account name in another namespace is another principal."""
ALLOWED = ("GET", "POST")


def mtls_strict(manifests: Manifests) -> Iterator[Finding]:
    """Plain text is refused in the whole namespace: else a principal can simply be left out."""
    peer = manifests.peer_authentication
    source = manifests.sources[PEER_AUTHENTICATION]
    if peer.spec.mtls.mode != "STRICT":
        at = ("spec", "mtls", "mode")
        yield located(source, at, "mesh-permissive", "4.6#mtls", mode=peer.spec.mtls.mode)
    elif peer.spec.selector is not None or peer.metadata.namespace != NAMESPACE:
        yield located(source, ("spec",), "mesh-mtls-partial", "4.6#mtls", namespace=NAMESPACE)


def policy_selects(manifests: Manifests) -> Iterator[Finding]:
    """The policy guards the pods of every version."""
    policy = manifests.policy
    labels = policy.spec.selector.match_labels if policy.spec.selector else {}
    unguarded = [
        version
        for version, deployment in manifests.deployments.items()
        if not selects(labels, deployment) or policy.metadata.namespace != NAMESPACE
    ]
    source = manifests.sources[AUTHORIZATION_POLICY]
    read = "4.6#authorization-policies"
    if unguarded:
        versions = ", ".join(unguarded)
        at = ("spec", "selector")
        yield located(source, at, "mesh-policy-selects-nothing", read, versions=versions)
    elif APP not in labels:
        yield located(source, ("spec", "selector"), "mesh-policy-too-wide", read, label=APP)


def only_the_gateway(manifests: Manifests) -> Iterator[Finding]:
    """The gateway may read and create; nobody else may do anything."""
    policy = manifests.policy
    refused = [method for method in ALLOWED if not policy.allows(GATEWAY, method)]
    allowed = [
        (caller, method)
        for caller, methods in {
            GATEWAY: ("DELETE", "PUT"),
            STRANGER: ("GET", "POST", "DELETE"),
            IMPOSTOR: ("GET",),
        }.items()
        for method in methods
        if policy.allows(caller, method)
    ]
    source = manifests.sources[AUTHORIZATION_POLICY]
    read = "4.6#authorization-policies"
    if refused:
        evidence = "\n".join(f"{method} from {GATEWAY} → 403" for method in refused)
        methods = ", ".join(refused)
        at = ("spec", "rules")
        yield located(source, at, "mesh-gateway-refused", read, evidence=evidence, methods=methods)
    if allowed:
        split = len(policy.spec.rules) > 1
        code = "mesh-rule-split" if split else "mesh-rule-too-wide"
        evidence = "\n".join(f"{method} from {caller} → allowed" for caller, method in allowed)
        yield located(source, ("spec", "rules", 0), code, read, evidence=evidence)


CHECKS = (
    Check("mesh-mtls-strict", mtls_strict),
    Check("mesh-policy-selects", policy_selects),
    Check("mesh-only-the-gateway", only_the_gateway),
)
