"""Mutual TLS between services."""

from collections.abc import Iterator

from generators.checker.cluster import Cluster, same_namespace
from generators.checker.finding import ManifestFinding

_MESH_WIDE = "istio-system"
"""The namespace whose policies hold for the whole mesh."""


def mtls_not_strict(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A PeerAuthentication refuses plain text: `PERMISSIVE` takes it, and so proves nothing."""
    for policy in cluster.subjects("PeerAuthentication"):
        spec = policy.body.get("spec")
        mode = spec.get("mtls", "mode")
        if mode.text() != "STRICT":
            at = mode or spec.get("mtls") or policy.body.get("spec")
            yield policy.finding("mtls-not-strict", at, mode=mode.text("UNSET"))
        for port, setting in spec.get("portLevelMtls").entries():
            if setting.get("mode").text() != "STRICT":
                params = {"mode": setting.get("mode").text("UNSET"), "port": port}
                yield policy.finding("mtls-not-strict", setting, **params)


def tls_disabled_by_client(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A DestinationRule does not switch off what the server demands."""
    strict = [
        policy.namespace
        for policy in cluster.of("PeerAuthentication")
        if policy.body.get("spec", "mtls", "mode").text() == "STRICT"
        and not policy.body.get("spec", "selector")
    ]
    for rule in cluster.subjects("DestinationRule"):
        mode = rule.body.get("spec", "trafficPolicy", "tls", "mode")
        reaches = any(home == _MESH_WIDE or same_namespace(home, rule.namespace) for home in strict)
        if reaches and mode.text() == "DISABLE":
            yield rule.finding("tls-disabled-by-client", mode)


CHECKS = (mtls_not_strict, tls_disabled_by_client)
