"""What the stand-in API server serves: discovery documents as the API reference describes them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]


class Kind(NamedTuple):
    plural: str
    kind: str
    namespaced: bool = True


CORE: Mapping[str, tuple[Kind, ...]] = {
    "v1": (
        Kind("namespaces", "Namespace", namespaced=False),
        Kind("pods", "Pod"),
        Kind("services", "Service"),
        Kind("configmaps", "ConfigMap"),
        Kind("secrets", "Secret"),
        Kind("serviceaccounts", "ServiceAccount"),
        Kind("events", "Event"),
        Kind("persistentvolumeclaims", "PersistentVolumeClaim"),
    ),
    "apps/v1": (
        Kind("deployments", "Deployment"),
        Kind("replicasets", "ReplicaSet"),
        Kind("statefulsets", "StatefulSet"),
    ),
    "autoscaling/v2": (Kind("horizontalpodautoscalers", "HorizontalPodAutoscaler"),),
    "policy/v1": (Kind("poddisruptionbudgets", "PodDisruptionBudget"),),
    "networking.k8s.io/v1": (
        Kind("networkpolicies", "NetworkPolicy"),
        Kind("ingresses", "Ingress"),
    ),
}

_VERBS = ["create", "delete", "get", "list", "patch", "update", "watch"]


def discovered(path: str, kinds: Mapping[str, tuple[Kind, ...]], version: str) -> Json | None:
    """The answer to a question about the server itself; None where it is about objects."""
    if path == "/version":
        major, minor, _ = version.removeprefix("v").split(".")
        return {"major": major, "minor": minor, "gitVersion": version}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": list(_groups(kinds))}
    for api, served in kinds.items():
        if path == prefix(api):
            return _resources(api, served)
    return None


def prefix(api: str) -> str:
    return f"/apis/{api}" if "/" in api else f"/api/{api}"


def _groups(kinds: Mapping[str, tuple[Kind, ...]]) -> Iterator[Json]:
    for api in kinds:
        name, slash, version = api.partition("/")
        if slash:
            served = {"groupVersion": api, "version": version}
            yield {"name": name, "versions": [served], "preferredVersion": served}


def _resources(api: str, kinds: tuple[Kind, ...]) -> Json:
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": api,
        "resources": [
            {
                "name": each.plural,
                "singularName": each.kind.lower(),
                "namespaced": each.namespaced,
                "kind": each.kind,
                "verbs": _VERBS,
            }
            for each in kinds
        ],
    }
