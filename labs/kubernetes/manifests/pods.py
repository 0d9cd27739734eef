"""Deployments of what a lab brings itself, as restricted as the generated ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labs.kubernetes.objects import Json

LAB_LABEL = "architecture-workbench/lab"
"""Which lab an object belongs to."""
PART_LABEL = "architecture-workbench/part"
"""What the lab calls it; only on what the lab brings itself."""


@dataclass(frozen=True, slots=True)
class Server:
    """A program that a lab runs beside the learner's services."""

    name: str
    image: str
    user: int
    """As which it runs: the account that its image is made for."""
    port: int
    ready: Json
    """What its readiness probe does."""
    arguments: Sequence[str] = ()
    command: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Json] = field(default_factory=dict)
    """Path -> the volume that is there."""
    memory_mi: int = 256
    meshed: bool = False
    """Whether it takes part in a mesh, where the cluster has one: stores speak no HTTP."""


def empty() -> Json:
    """A volume for as long as the pod lives: a lab's data end with the lab."""
    return {"emptyDir": {}}


def of_config(name: str) -> Json:
    """A volume with the entries of a ConfigMap."""
    return {"configMap": {"name": name}}


def of_secret(name: str) -> Json:
    """A volume with the entries of a Secret."""
    return {"secret": {"secretName": name}}


def objects_of(server: Server, namespace: str, lab: str) -> list[Json]:
    """The account, the Deployment and the Service of a server."""
    labels = {LAB_LABEL: lab, PART_LABEL: server.name}
    metadata = {"name": server.name, "namespace": namespace, "labels": labels}
    inside = {**labels, "sidecar.istio.io/inject": str(server.meshed).lower()}
    return [
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata,
            "automountServiceAccountToken": False,
        },
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": metadata,
            "spec": {
                "replicas": 1,
                # two servers on one volume, or two that each think they are the only one
                "strategy": {"type": "Recreate"},
                "selector": {"matchLabels": {PART_LABEL: server.name}},
                "template": {"metadata": {"labels": inside}, "spec": _pod(server)},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata,
            "spec": {
                "selector": {PART_LABEL: server.name},
                "ports": [{"name": "main", "port": server.port, "targetPort": server.port}],
            },
        },
    ]


def _pod(server: Server) -> Json:
    named = {f"volume-{n}": (path, at) for n, (path, at) in enumerate(server.places.items())}
    return {
        "serviceAccountName": server.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        # a frozen program is not the container's first, whom no signal from within can freeze
        "shareProcessNamespace": True,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": server.user,
            "runAsGroup": server.user,
            "fsGroup": server.user,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [_container(server, {name: path for name, (path, _) in named.items()})],
        "volumes": [{"name": name, **at} for name, (_, at) in named.items()],
    }


def _container(server: Server, mounted: Mapping[str, str]) -> Json:
    said: dict[str, Sequence[str]] = {}
    if server.command:
        said["command"] = list(server.command)
    if server.arguments:
        said["args"] = list(server.arguments)
    return {
        "name": server.name,
        "image": server.image,
        "imagePullPolicy": "IfNotPresent",
        **said,
        "env": [{"name": name, "value": value} for name, value in server.environment.items()],
        "ports": [{"name": "main", "containerPort": server.port}],
        "readinessProbe": {**server.ready, "periodSeconds": 1, "timeoutSeconds": 3},
        "resources": {
            "requests": {"cpu": "50m", "memory": f"{server.memory_mi // 4}Mi"},
            "limits": {"memory": f"{server.memory_mi}Mi"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": name, "mountPath": path} for name, path in mounted.items()],
    }
