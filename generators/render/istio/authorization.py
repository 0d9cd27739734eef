"""Who may call whom, by the identity in the certificate."""

from collections.abc import Iterable, Iterator

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Environment
from generators.blueprint.mesh import AllowRule, Mesh
from generators.render.kubernetes.view import Json, View
from generators.render.topology import GATEWAY, neighbours

_SECURITY = "security.istio.io/v1"
_MODES = {"strict": "STRICT", "permissive": "PERMISSIVE", "disable": "DISABLE"}


def peer_authentication(mesh: Mesh, environment: Environment) -> Json:
    """Mutual TLS for the whole namespace."""
    return {
        "apiVersion": _SECURITY,
        "kind": "PeerAuthentication",
        "metadata": {"name": "default", "namespace": environment.namespace},
        "spec": {"mtls": {"mode": _MODES[mesh.mtls]}},
    }


def nothing_by_default(environment: Environment) -> Json:
    """A policy that allows nothing: what no other policy allows is refused."""
    return {
        "apiVersion": _SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": {"name": "allow-nothing", "namespace": environment.namespace},
        "spec": {},
    }


def allow(view: View, rules: Iterable[AllowRule]) -> Json | None:
    """The callers of a service; none where nobody calls it."""
    allowed = [_rule(view, rule) for rule in rules if rule.callee == view.name]
    if not allowed:
        return None
    return {
        "apiVersion": _SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": view.metadata(view.name),
        "spec": {
            "selector": {"matchLabels": {"app": view.name}},
            "action": "ALLOW",
            "rules": allowed,
        },
    }


def allow_rules(bp: Blueprint, mesh: Mesh) -> Iterator[AllowRule]:
    """The rules of the blueprint; without any, exactly the call graph."""
    if mesh.authorization is not None:
        yield from mesh.authorization
        return
    for service in bp.services:
        callers = neighbours(bp, service).callers
        if callers:
            yield AllowRule(callee=service, callers=callers)


def _rule(view: View, rule: AllowRule) -> Json:
    principals = [_principal(view, caller) for caller in rule.callers]
    allowed: Json = {"from": [{"source": {"principals": principals}}]}
    operation: Json = {}
    if rule.methods:
        operation["methods"] = list(rule.methods)
    if rule.prefixes:
        operation["paths"] = [
            path for prefix in rule.prefixes for path in (prefix, f"{prefix.rstrip('/')}/*")
        ]
    if operation:
        allowed["to"] = [{"operation": operation}]
    return allowed


def _principal(view: View, caller: str) -> str:
    """The SPIFFE identity, as Istio writes it; a Gateway's pods run as `<gateway>-istio`."""
    account = f"{view.blueprint.name}-istio" if caller == GATEWAY else caller
    return f"cluster.local/ns/{view.environment.namespace}/sa/{account}"
