"""Who may call whom in the mesh: principals, targets, and callers without an identity."""

from collections.abc import Iterator
from typing import NamedTuple

from generators.checker.cluster import Cluster, same_namespace
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import pod

_ACCOUNT = "/sa/"
_NAMESPACE = "/ns/"
_WAYPOINT = "istio-waypoint"
_INJECT = "sidecar.istio.io/inject"


def principals(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A principal is the account of somebody: one that exists, and that pods run under."""
    accounts = cluster.names("ServiceAccount")
    known = {*accounts, *_used(cluster), *_of_gateways(cluster)}
    for policy in cluster.subjects("AuthorizationPolicy") if accounts else ():
        for each in _identities(policy):
            if each.account not in known and _near(cluster, each):
                near = accounts if each.at.text() == each.account else ()
                params = {"principal": each.at.text()}
                yield policy.mistaken("principal-unknown", each.at, near, **params)


def targets(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A policy that selects nothing protects nothing."""
    for policy in cluster.subjects(
        "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"
    ):
        spec = policy.body.get("spec")
        selector = spec.get("selector", "matchLabels")
        selected = cluster.selected_by(selector.labels(), policy.namespace)
        if selector and cluster.brings_pods(policy.namespace) and not selected:
            yield policy.finding("policy-selects-nothing", selector)
        for target in (*spec.get("targetRefs").items(), spec.get("targetRef")):
            kind, name = target.get("kind").text(), target.get("name")
            if cluster.has(kind) and cluster.named(kind, name.text(), policy.namespace) is None:
                params = {"target": f"{kind}/{name.text()}"}
                yield cluster.missing("policy-target-missing", policy, name, (kind,), **params)


def plain_callers(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Who stays outside the mesh has no certificate, and STRICT lets nobody in without one."""
    strict = [
        each
        for each in cluster.of("PeerAuthentication")
        if each.body.get("spec", "mtls", "mode").text() == "STRICT"
        and not each.body.get("spec", "selector")
    ]
    for workload in cluster.makers() if strict else ():
        if _outside(workload):
            at = workload.body.get("spec", "template", "metadata")
            yield workload.finding("caller-outside-mesh", at, policy=strict[0].name)


def _outside(workload: Manifest) -> bool:
    metadata = workload.body.get("spec", "template", "metadata")
    settings = (metadata.get("annotations", _INJECT), metadata.get("labels", _INJECT))
    return any(each.text() == "false" for each in settings)


class _Identity(NamedTuple):
    """A caller that a policy names."""

    at: Value
    namespace: str
    account: str


def _identities(policy: Manifest) -> Iterator[_Identity]:
    """The callers of a policy, but for patterns."""
    for rule in policy.body.get("spec", "rules").items():
        for source in rule.get("from").items():
            for part in ("principals", "notPrincipals"):
                for each in source.get("source", part).items():
                    owner, _, account = each.text().rpartition(_ACCOUNT)
                    if "*" not in each.text():
                        yield _Identity(each, owner.rpartition(_NAMESPACE)[2], account)
            for part in ("serviceAccounts", "notServiceAccounts"):
                for each in source.get("source", part).items():
                    space, _, account = each.text().rpartition("/")
                    yield _Identity(each, space or policy.namespace, account)


def _used(cluster: Cluster) -> set[str]:
    return {pod(each).get("serviceAccountName").text("default") for each in cluster.workloads()}


def _of_gateways(cluster: Cluster) -> set[str]:
    """The accounts that a controller makes for the pods behind a Gateway.

    Source: GEP-1762, resource attachment and naming; a waypoint of Istio goes without a suffix.
    """
    made = (
        (each.name, each.body.get("spec", "gatewayClassName").text())
        for each in cluster.of("Gateway")
    )
    return {name if kind == _WAYPOINT else f"{name}-{kind}" for name, kind in made}


def _near(cluster: Cluster, identity: _Identity) -> bool:
    """Whether an account would stand in these files, if anywhere."""
    if identity.namespace == "istio-system" or _of_gateway_elsewhere(cluster, identity.account):
        return False
    return any(
        same_namespace(each.namespace, identity.namespace) for each in cluster.of("ServiceAccount")
    )


def _of_gateway_elsewhere(cluster: Cluster, account: str) -> bool:
    """Whether an account is that of a Gateway which routes hang on, and other files bring."""
    return not cluster.has("Gateway") and any(
        account.startswith(f"{parent.get('name').text()}-")
        for route in cluster.of("HTTPRoute", "GRPCRoute")
        for parent in route.body.get("spec", "parentRefs").items()
        if parent.get("kind").text("Gateway") == "Gateway"
    )


CHECKS = (principals, targets, plain_callers)
