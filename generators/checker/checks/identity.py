"""Who may call whom in the mesh: principals, targets, and callers without an identity."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import pod

_ACCOUNT = "/sa/"
_NAMESPACE = "/ns/"
_GATEWAY_CLASS = "-istio"
_INJECT = "sidecar.istio.io/inject"


def principals(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A principal is the account of somebody: one that exists, and that pods run under."""
    known = {*cluster.names("ServiceAccount"), *_used(cluster), *_of_gateways(cluster)}
    if not cluster.has("ServiceAccount"):
        return
    for policy in cluster.of("AuthorizationPolicy"):
        for principal in _principals(policy):
            account = principal.text().rpartition(_ACCOUNT)[2]
            if "*" not in principal.text() and account not in known and _near(cluster, principal):
                params = {"principal": principal.text()}
                yield policy.mistaken("principal-unknown", principal, (), **params)


def targets(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A policy that selects nothing protects nothing."""
    for policy in cluster.of("AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"):
        spec = policy.body.get("spec")
        selector = spec.get("selector", "matchLabels")
        selected = cluster.selected_by(selector.labels(), policy.namespace)
        if selector and cluster.brings_pods(policy.namespace) and not selected:
            yield policy.finding("policy-selects-nothing", selector)
        for target in (*spec.get("targetRefs").items(), spec.get("targetRef")):
            kind, name = target.get("kind").text(), target.get("name")
            if cluster.has(kind) and cluster.named(kind, name.text(), policy.namespace) is None:
                params = {"target": f"{kind}/{name.text()}"}
                yield policy.mistaken("policy-target-missing", name, cluster.names(kind), **params)


def plain_callers(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Who stays outside the mesh has no certificate, and STRICT lets nobody in without one."""
    strict = [
        each
        for each in cluster.of("PeerAuthentication")
        if each.body.get("spec", "mtls", "mode").text() == "STRICT"
        and not each.body.get("spec", "selector")
    ]
    for workload in cluster.workloads() if strict else ():
        if _outside(workload):
            at = workload.body.get("spec", "template", "metadata")
            yield workload.finding("caller-outside-mesh", at, policy=strict[0].name)


def _outside(workload: Manifest) -> bool:
    metadata = workload.body.get("spec", "template", "metadata")
    settings = (metadata.get("annotations", _INJECT), metadata.get("labels", _INJECT))
    return any(each.text() == "false" for each in settings)


def _principals(policy: Manifest) -> Iterator[Value]:
    for rule in policy.body.get("spec", "rules").items():
        for source in rule.get("from").items():
            for part in ("principals", "notPrincipals"):
                yield from source.get("source", part).items()


def _used(cluster: Cluster) -> set[str]:
    return {pod(each).get("serviceAccountName").text("default") for each in cluster.workloads()}


def _of_gateways(cluster: Cluster) -> set[str]:
    """The accounts that a controller makes for the pods behind a Gateway.

    Source: GEP-1762, resource attachment and naming.
    """
    return {
        f"{each.name}-{each.body.get('spec', 'gatewayClassName').text()}"
        for each in cluster.of("Gateway")
    }


def _near(cluster: Cluster, principal: Value) -> bool:
    """Whether a principal's account would stand in these files, if anywhere."""
    owner, _, account = principal.text().rpartition(_ACCOUNT)
    space = owner.rpartition(_NAMESPACE)[2]
    gateways_elsewhere = account.endswith(_GATEWAY_CLASS) and not cluster.has("Gateway")
    if space == "istio-system" or gateways_elsewhere:
        return False
    return any(each.namespace in {"", space} for each in cluster.of("ServiceAccount"))


CHECKS = (principals, targets, plain_callers)
