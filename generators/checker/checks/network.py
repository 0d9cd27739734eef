"""Network policies."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest

_DNS = 53


def egress_forgets_dns(cluster: Cluster) -> Iterator[ManifestFinding]:
    """Who restricts egress must let DNS out, or no name resolves any more."""
    for policy in cluster.of("NetworkPolicy"):
        if not _restricts_egress(policy):
            continue
        if not any(_allows_dns(each) for each in _same_pods(cluster, policy)):
            at = policy.body.get("spec", "egress") or policy.body.get("spec")
            yield policy.finding("egress-forgets-dns", at)


def _same_pods(cluster: Cluster, policy: Manifest) -> Iterator[Manifest]:
    """The egress policies that hold for the same pods: what any of them allows is allowed."""
    own = policy.body.get("spec", "podSelector", "matchLabels").labels()
    for each in cluster.of("NetworkPolicy"):
        pods = each.body.get("spec", "podSelector", "matchLabels").labels()
        if _restricts_egress(each) and pods.items() <= own.items():
            yield each


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


CHECKS = (egress_forgets_dns,)
