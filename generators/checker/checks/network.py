"""Network policies."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import pod_labels

_DNS = 53
_API_SERVER = frozenset({"6443"})
_GATEWAY = "gateway.networking.k8s.io/gateway-name"


def egress_forgets_dns(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Who lets something out by name must let DNS out too, or no name resolves any more."""
    for policy in cluster.subjects("NetworkPolicy"):
        if not _restricts_egress(policy) or not _calls_by_name(policy):
            continue
        if _leaves_without_dns(cluster, policy):
            at = policy.body.get("spec", "egress") or policy.body.get("spec")
            yield policy.finding("egress-forgets-dns", at)


def _calls_by_name(policy: Manifest) -> bool:
    """Whether a policy lets its pods out to anything but addresses.

    The API server's address and port stand in the environment of every pod.
    """
    rules = policy.body.get("spec", "egress").items()
    peers = [peer for rule in rules for peer in rule.get("to").items()]
    ports = {port.get("port").text() for rule in rules for port in rule.get("ports").items()}
    if any(not rule.get("to").items() for rule in rules):
        return not ports or not ports <= _API_SERVER
    return any(not peer.get("ipBlock") for peer in peers)


def _leaves_without_dns(cluster: Cluster, policy: Manifest) -> bool:
    """Whether some pods of a policy are let out to DNS by none of their policies."""
    own = _pods(policy)
    allowed = [_pods(each) for each in cluster.of("NetworkPolicy") if _allows_dns(each)]
    selected = [pod_labels(each) for each in cluster.selected_by(own, policy.namespace)]
    return any(
        not any(pods.items() <= labels.items() for pods in allowed) for labels in selected or [own]
    )


def _pods(policy: Manifest) -> dict[str, str]:
    return policy.body.get("spec", "podSelector", "matchLabels").labels()


def _restricts_egress(policy: Manifest) -> bool:
    spec = policy.body.get("spec")
    types = {each.text() for each in spec.get("policyTypes").items()}
    return "Egress" in types if types else bool(spec.get("egress"))


def _allows_dns(policy: Manifest) -> bool:
    return any(_rule_allows_dns(rule) for rule in policy.body.get("spec", "egress").items())


def _rule_allows_dns(rule: Value) -> bool:
    ports = rule.get("ports").items()
    udp = any(
        port.get("port").text() in {str(_DNS), "dns"} and port.get("protocol").text("TCP") == "UDP"
        for port in ports
    )
    return udp or not ports


def selects_nothing(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A policy whose labels no pods carry protects nobody."""
    for policy in cluster.subjects("NetworkPolicy"):
        selector = policy.body.get("spec", "podSelector", "matchLabels")
        labels = selector.labels()
        if not labels or not cluster.brings_pods(policy.namespace):
            continue
        if not cluster.selected_by(labels, policy.namespace) and not _of_gateway(cluster, labels):
            yield policy.finding("policy-selects-nothing", selector)


def _of_gateway(cluster: Cluster, labels: dict[str, str]) -> bool:
    """Whether labels are those of the pods that a controller makes for a Gateway of these files."""
    return labels.get(_GATEWAY, "") in cluster.names("Gateway")


CHECKS = (egress_forgets_dns, selects_nothing)
