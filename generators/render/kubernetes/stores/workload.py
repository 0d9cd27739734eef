"""The pod of a store, its volume, its account and its address."""

from collections.abc import Iterator

from generators.render.kubernetes.confinement import CONFINED, pod_security
from generators.render.kubernetes.stores.backing import PASSWORD, Backing
from generators.render.kubernetes.stores.server import Server
from generators.render.kubernetes.view import Json

_LOOPBACK = "127.0.0.1"
_STARTING: Json = {"periodSeconds": 5, "timeoutSeconds": 10, "failureThreshold": 24}
_GRACE_S = 60
"""What it has in memory goes to its volume before it ends."""


def account(backing: Backing) -> Json:
    """An identity of its own, without a token for the API server."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": backing.metadata(backing.name),
        "automountServiceAccountToken": False,
    }


def address(backing: Backing) -> Json:
    """Straight to its only pod; no waypoint reads what is no HTTP.

    Pods have names of their own behind a Service without an address alone.
    """
    metadata = backing.metadata(backing.name, **{"istio.io/use-waypoint": "none"})
    headless = {"clusterIP": "None"} if backing.server.pod_name else {}
    port = {"name": "tcp", "port": backing.port, "targetPort": "tcp", "appProtocol": "tcp"}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {**headless, "selector": {"app": backing.name}, "ports": [port]},
    }


def stateful_set(backing: Backing) -> Json:
    """One replica, which comes back to the volume that it had."""
    labels = {"app": backing.name}
    claim = {
        "metadata": {"name": "data", "labels": labels},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": f"{backing.server.storage_gi}Gi"}},
        },
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": backing.metadata(backing.name) | {"annotations": _skipped(backing)},
        "spec": {
            "serviceName": backing.name,
            "replicas": 1,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": _pod(backing)},
            "volumeClaimTemplates": [claim],
        },
    }


def _pod(backing: Backing) -> Json:
    scratch = {_volume(path): path for path in ("/tmp", *backing.server.scratch)}  # noqa: S108
    volumes: list[Json] = [{"name": name, "emptyDir": {}} for name in scratch]
    mounts: list[Json] = [{"name": name, "mountPath": path} for name, path in scratch.items()]
    for each in backing.server.mounted:
        volumes.append({"name": each.name, "configMap": {"name": f"{backing.name}-{each.name}"}})
        mounts.append({"name": each.name, "mountPath": each.folder, "readOnly": True})
    mounts.append({"name": "data", "mountPath": backing.server.mount})
    return {
        "serviceAccountName": backing.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        **_own_name(backing.server),
        "terminationGracePeriodSeconds": _GRACE_S,
        "securityContext": pod_security(backing.server.group),
        "containers": [_container(backing, mounts)],
        "volumes": volumes,
    }


def _own_name(server: Server) -> Json:
    """A member finds itself by the name that others call it, before that name is in DNS."""
    if not server.pod_name:
        return {}
    return {"hostAliases": [{"ip": _LOOPBACK, "hostnames": [server.pod_name]}]}


def _container(backing: Backing, mounts: list[Json]) -> Json:
    server = backing.server
    secret = {"secretKeyRef": {"name": backing.name, "key": PASSWORD}}
    memory = f"{server.memory_mi}Mi"
    read_only = {"readOnlyRootFilesystem": not server.writes_its_image}
    return {
        "name": backing.name,
        "image": server.image,
        **({"args": list(server.arguments)} if server.arguments else {}),
        "ports": [{"name": name, "containerPort": port} for name, port in _ports(backing)],
        "env": [
            *({"name": name, "value": value} for name, value in server.environment.items()),
            {"name": server.credential, "valueFrom": secret},
        ],
        "resources": {
            "requests": {"cpu": "250m", "memory": memory},
            "limits": {"cpu": "1", "memory": memory},
        },
        "startupProbe": (server.first_probe or server.probe) | _STARTING,
        "livenessProbe": {**server.probe, "periodSeconds": 10, "timeoutSeconds": 5},
        "readinessProbe": {**server.probe, "periodSeconds": 5, "timeoutSeconds": 3},
        "securityContext": CONFINED | read_only,
        "volumeMounts": mounts,
    }


def _ports(backing: Backing) -> Iterator[tuple[str, int]]:
    yield "tcp", backing.port
    if backing.server.asked is not None:
        yield "health", backing.server.asked


def _skipped(backing: Backing) -> Json:
    checks = {
        "CKV_K8S_15": "A store comes back after a crash even while the registry is away",
        "CKV_K8S_35": "Valkey, NATS and RabbitMQ read no password from a file, so none does",
        "CKV_K8S_43": "The publisher rebuilds this version on mended bases, and a digest misses it",
    }
    if backing.server.writes_its_image:
        checks["CKV_K8S_22"] = backing.server.writes_its_image
    return {
        f"checkov.io/skip{number}": f"{check}={reason}"
        for number, (check, reason) in enumerate(checks.items(), start=1)
    }


def _volume(path: str) -> str:
    return path.strip("/").replace("/", "-")
