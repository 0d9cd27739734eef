"""What pods read: ConfigMaps, Secrets and their keys, claims, accounts."""

from collections.abc import Iterator
from typing import NamedTuple

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.pods import all_containers, claimed, pod

_MAKERS = {
    "external-secrets.io/ExternalSecret": ("spec", "target", "name"),
    "bitnami.com/SealedSecret": ("spec", "template", "metadata", "name"),
    "cert-manager.io/Certificate": ("spec", "secretName"),
}
"""Objects that bring a Secret about, and where they name it."""


_MOUNTED = (("ConfigMap", "configMap", "name"), ("Secret", "secret", "secretName"))


class Reference(NamedTuple):
    """A name that a pod relies on, and perhaps a key."""

    kind: str
    name: Value
    key: Value | None
    optional: bool


def references(cluster: Cluster) -> Iterator[ManifestFinding]:
    """What a pod reads stands in these files, as far as they bring its kind at all."""
    made = _made(cluster)
    for workload in cluster.makers():
        for each in _read_by(pod(workload), workload):
            if not each.name.text() or each.optional or not cluster.has(each.kind):
                continue
            target = cluster.named(each.kind, each.name.text(), workload.namespace, workload.home)
            if target is not None:
                yield from _key(workload, each, target)
            elif each.kind != "Secret" or each.name.text() not in made:
                near = cluster.names(each.kind)
                code = "secret-missing" if each.kind == "Secret" else "config-missing"
                yield workload.mistaken(code, each.name, near, missing=each.name.text())


def claims(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A claim that a pod mounts is among the claims, where these files bring any."""
    for workload in cluster.makers():
        for volume in pod(workload).get("volumes").items():
            yield from _named(
                cluster,
                workload,
                "PersistentVolumeClaim",
                volume.get("persistentVolumeClaim", "claimName"),
            )


def accounts(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A pod runs under an account that exists, where these files bring any."""
    for workload in cluster.makers():
        yield from _named(
            cluster, workload, "ServiceAccount", pod(workload).get("serviceAccountName")
        )


_CODES = {"PersistentVolumeClaim": "claim-missing", "ServiceAccount": "account-missing"}


def _named(
    cluster: Cluster, workload: Manifest, kind: str, name: Value
) -> Iterator[ManifestFinding]:
    if name.text() in {"", "default"} or not cluster.has(kind):
        return
    if name.text() not in claimed(workload) and not cluster.named(
        kind, name.text(), workload.namespace
    ):
        near = cluster.names(kind)
        yield workload.mistaken(_CODES[kind], name, near, missing=name.text())


def _key(workload: Manifest, read: Reference, target: Manifest) -> Iterator[ManifestFinding]:
    known = tuple(
        key
        for part in ("data", "stringData", "binaryData")
        for key, _ in target.body.get(part).entries()
    )
    if read.key is not None and read.key and known and read.key.text() not in known:
        params = {"key": read.key.text(), "missing": target.name, "known": ", ".join(known)}
        yield workload.mistaken("config-key-missing", read.key, known, **params)


def _made(cluster: Cluster) -> set[str]:
    """The Secrets that other objects bring about."""
    return {
        each.body.get(*path).text(each.name)
        for kind, path in _MAKERS.items()
        for each in cluster.of(kind)
    }


def _read_by(spec: Value, workload: Manifest) -> Iterator[Reference]:
    for container in all_containers(workload):
        for entry in container.get("env").items():
            source = entry.get("valueFrom")
            yield _reference("ConfigMap", source.get("configMapKeyRef"), "name", "key")
            yield _reference("Secret", source.get("secretKeyRef"), "name", "key")
        for source in container.get("envFrom").items():
            yield _reference("ConfigMap", source.get("configMapRef"))
            yield _reference("Secret", source.get("secretRef"))
    for volume in spec.get("volumes").items():
        yield from _mounted(volume)
        for source in volume.get("projected", "sources").items():
            yield _reference("ConfigMap", source.get("configMap"))
            yield _reference("Secret", source.get("secret"))


def _mounted(volume: Value) -> Iterator[Reference]:
    """A volume's ConfigMap or Secret, and each key that it picks."""
    for kind, part, name in _MOUNTED:
        source = volume.get(part)
        yield _reference(kind, source, name)
        for item in source.get("items").items():
            key = _reference(kind, source, name)
            yield key._replace(key=item.get("key"))


def _reference(kind: str, source: Value, name: str = "name", key: str = "") -> Reference:
    optional = bool(source.get("optional").truth())
    return Reference(kind, source.get(name), source.get(key) if key else None, optional)


CHECKS = (references, claims, accounts)
