"""API versions that a cluster no longer serves, or soon will not.

Source: the Kubernetes deprecated API migration guide.
"""

from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding

_REMOVED = {
    ("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2"): (
        ("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"),
        "1.16",
        "apps/v1",
    ),
    ("extensions/v1beta1", "networking.k8s.io/v1beta1"): (
        ("Ingress", "IngressClass"),
        "1.22",
        "networking.k8s.io/v1",
    ),
    ("extensions/v1beta1", ""): (("NetworkPolicy",), "1.16", "networking.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1"): (
        ("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"),
        "1.22",
        "rbac.authorization.k8s.io/v1",
    ),
    ("apiextensions.k8s.io/v1beta1",): (
        ("CustomResourceDefinition",),
        "1.22",
        "apiextensions.k8s.io/v1",
    ),
    ("admissionregistration.k8s.io/v1beta1",): (
        ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        "1.22",
        "admissionregistration.k8s.io/v1",
    ),
    ("scheduling.k8s.io/v1beta1",): (("PriorityClass",), "1.22", "scheduling.k8s.io/v1"),
    ("storage.k8s.io/v1beta1",): (
        ("StorageClass", "VolumeAttachment", "CSIDriver", "CSINode"),
        "1.22",
        "storage.k8s.io/v1",
    ),
    ("coordination.k8s.io/v1beta1",): (("Lease",), "1.22", "coordination.k8s.io/v1"),
    ("batch/v1beta1", "batch/v2alpha1"): (("CronJob",), "1.25", "batch/v1"),
    ("policy/v1beta1",): (("PodDisruptionBudget",), "1.25", "policy/v1"),
    ("discovery.k8s.io/v1beta1",): (("EndpointSlice",), "1.25", "discovery.k8s.io/v1"),
    ("autoscaling/v2beta1",): (("HorizontalPodAutoscaler",), "1.25", "autoscaling/v2"),
    ("autoscaling/v2beta2",): (("HorizontalPodAutoscaler",), "1.26", "autoscaling/v2"),
}
"""API versions: the kinds they no longer have, since which Kubernetes, and what replaces them."""

_GONE = {("policy/v1beta1", "PodSecurityPolicy"): "1.25"}
_OLD_FAMILIES = {
    "networking.istio.io/v1alpha3": "networking.istio.io/v1",
    "networking.istio.io/v1beta1": "networking.istio.io/v1",
    "security.istio.io/v1beta1": "security.istio.io/v1",
    "gateway.networking.k8s.io/v1beta1": "gateway.networking.k8s.io/v1",
}
_ONLY_OLD = frozenset({"EnvoyFilter", "ReferenceGrant"})
"""Kinds whose older version is still the only one."""

_INDEX = {
    (api, kind): (since, instead)
    for apis, (kinds, since, instead) in _REMOVED.items()
    for api in apis
    for kind in kinds
    if api
} | {(api, kind): (since, "") for (api, kind), since in _GONE.items()}


def removed(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A cluster of today serves the API version that an object is written in."""
    for manifest in cluster.judged:
        kind = manifest.kind.rpartition("/")[2]
        at, params = manifest.body.get("apiVersion"), {"api": manifest.api, "kind": kind}
        gone = _INDEX.get((manifest.api, kind))
        newer = _OLD_FAMILIES.get(manifest.api)
        if gone is not None:
            code = "api-removed" if gone[1] else "api-gone"
            yield manifest.finding(code, at, since=gone[0], instead=gone[1], **params)
        elif newer is not None and kind not in _ONLY_OLD:
            yield manifest.finding("api-deprecated", at, instead=newer, **params)


CHECKS = (removed,)
