"""Who may call whom, by the identity in the certificate."""

from collections.abc import Iterable, Iterator, Sequence

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.blueprint.mesh import AllowRule, Mesh
from generators.render.kubernetes.gateway import gateway_account
from generators.render.kubernetes.stores.backing import Backing
from generators.render.kubernetes.view import Json, View
from generators.render.reasons import because
from generators.render.topology import GATEWAY, neighbours, routed_services

SECURITY = "security.istio.io/v1"
"""The API of policies."""
_MOST_ACCOUNTS = 16
"""In one source, as the API has it."""
_MODES = {"strict": "STRICT", "permissive": "PERMISSIVE", "disable": "DISABLE"}


def peer_authentication(mesh: Mesh) -> Json:
    """Mutual TLS for the whole namespace."""
    document = {
        "apiVersion": SECURITY,
        "kind": "PeerAuthentication",
        "metadata": {"name": "default"},
        "spec": {"mtls": {"mode": _MODES[mesh.mtls]}},
    }
    return because(document, f"mtls-{mesh.mtls}", "mesh.mtls")


def nothing_by_default() -> Json:
    """A policy that allows nothing: what no other policy allows is refused."""
    return because(policy_for("allow-nothing", {}), "nothing-by-default")


def everybody_at_gateway(bp: Blueprint, deployment: Deployment) -> Json | None:
    """A Gateway's pods stand in the namespace as well: the way in is for everybody.

    None where nothing leads in, or the controller that does stands elsewhere.
    """
    if deployment.ingress != "gateway-api" or not routed_services(bp):
        return None
    target = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": bp.name}
    policy = policy_for("gateway", {"targetRefs": [target], "action": "ALLOW", "rules": [{}]})
    return because(policy, "everybody-at-gateway", "deployment.ingress")


def policy_for(name: str, spec: Json) -> Json:
    """A policy that is no service's own."""
    return {
        "apiVersion": SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": {"name": name},
        "spec": spec,
    }


def allow(view: View, rules: Iterable[AllowRule]) -> Json | None:
    """The callers of a service; none where nobody calls it."""
    found = allowed(view, rules)
    if not found:
        return None
    spec = {"selector": {"matchLabels": {"app": view.name}}, "action": "ALLOW", "rules": found}
    return {
        "apiVersion": SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": view.metadata(view.name),
        "spec": spec,
    }


def allowed(view: View, rules: Iterable[AllowRule]) -> list[Json]:
    """Who may do what with a service."""
    own = (_rule(view, rule) for rule in rules if rule.callee == view.name)
    return [rule for rule in (*own, _keys_rule(view)) if rule is not None]


def only_users(backing: Backing) -> Json:
    """A store lets in the services that keep their data in it."""
    port = {"operation": {"ports": [str(backing.port)]}}
    rule = {"from": _sources(backing.users), "to": [port]}
    return {
        "apiVersion": SECURITY,
        "kind": "AuthorizationPolicy",
        "metadata": backing.metadata(backing.name),
        "spec": {
            "selector": {"matchLabels": {"app": backing.name}},
            "action": "ALLOW",
            "rules": [rule],
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


def _rule(view: View, rule: AllowRule) -> Json | None:
    """A rule for the callers that there are: the gateway is one only where something leads in."""
    accounts = [account for caller in rule.callers if (account := _account(view, caller))]
    if not accounts:
        return None
    allowed: Json = {"from": _sources(accounts)}
    operation: Json = {}
    if rule.methods:
        operation["methods"] = list(rule.methods)
    if rule.prefixes:
        operation["paths"] = [
            path for prefix in rule.prefixes for path in (prefix, f"{prefix.rstrip('/')}/*")
        ]
    if operation:
        allowed["to"] = [{"operation": operation}]
    mesh = view.blueprint.mesh
    if mesh and mesh.authorization is not None:
        return because(allowed, "allowed-by-rule", f"mesh.authorization[{rule.callee}]")
    return because(allowed, "allowed-by-calls", *view.calls_in)


def _keys_rule(view: View) -> Json | None:
    """Keys are public: whoever verifies tokens fetches them, whatever else is closed to it."""
    keys = view.keys
    if keys is None or not view.key_readers:
        return None
    fetch = {"operation": {"methods": ["GET"], "paths": [keys.path]}}
    rule = {"from": _sources(keys.readers), "to": [fetch]}
    return because(rule, "public-keys", keys.place, holder=keys.holder)


def _sources(accounts: Sequence[str]) -> list[Json]:
    parts = (
        list(accounts[at : at + _MOST_ACCOUNTS]) for at in range(0, len(accounts), _MOST_ACCOUNTS)
    )
    return [{"source": {"serviceAccounts": part}} for part in parts]


def _account(view: View, caller: str) -> str | None:
    """The account that a caller runs under, of the policy's namespace where it names none.

    So a policy says the same in every environment; `principals` would repeat the namespace.
    """
    return gateway_account(view.blueprint, view.deployment) if caller == GATEWAY else caller
