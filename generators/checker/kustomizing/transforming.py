"""What a kustomization does to every object: namespace, names, images, replicas."""

import re
from collections.abc import Iterable, Iterator

from generators.checker.finding import ManifestFinding
from generators.checker.kustomizing.editing import changed, scalar
from generators.checker.kustomizing.kustomization import finding
from generators.checker.kustomizing.labelling import annotate, label
from generators.checker.kustomizing.resource import Resource
from generators.checker.located import Value

_CLUSTER_WIDE = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "FlowSchema",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    }
)
_NAMES_KEPT = frozenset({"APIService", "CustomResourceDefinition", "Namespace"})
_SCALED = frozenset({"Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"})
_IMAGE = re.compile(r"(?P<name>[^@]+?)(?::(?P<tag>[\w][\w.-]{0,127}))?(?:@(?P<digest>[\w:+.-]+))?")


def transform(kustomization: Value, resources: list[Resource]) -> Iterator[ManifestFinding]:
    """Do to the objects what a kustomization says, in the order that kustomize keeps."""
    if kustomization.get("namespace").text():
        move(resources, kustomization.get("namespace"))
    before, after = (kustomization.get(part).text() for part in ("namePrefix", "nameSuffix"))
    if before or after:
        affix(resources, before, after)
    yield from _label(kustomization, resources)
    if kustomization.get("commonAnnotations"):
        annotate(resources, kustomization.get("commonAnnotations"))
    for entry in kustomization.get("replicas").items():
        name = entry.get("name").text()
        if not scale(resources, name, entry.get("count")):
            yield finding("kustomize-replicas-fit-nothing", entry.get("name"), workload=name)
    for entry in kustomization.get("images").items():
        reimage(resources, entry)


def _label(kustomization: Value, resources: list[Resource]) -> Iterator[ManifestFinding]:
    if kustomization.get("commonLabels"):
        label(resources, kustomization.get("commonLabels"), selectors=True, templates=True)
    for entry in kustomization.get("labels").items():
        selectors = bool(entry.get("includeSelectors").truth())
        templates = bool(entry.get("includeTemplates").truth())
        label(resources, entry.get("pairs"), selectors=selectors, templates=templates)
        if entry.get("fields"):
            yield finding("kustomize-not-built", entry.get("fields"), field="fields")


def move(resources: Iterable[Resource], namespace: Value) -> None:
    """Put every namespaced object into a namespace, and name a Namespace after it."""
    for each in resources:
        if each.kind == "Namespace":
            each.rename(namespace.text())
        elif each.kind not in _CLUSTER_WIDE:
            each.settle(namespace.text())
        if each.kind.endswith("RoleBinding"):
            each.body = changed(each.body, ("subjects", "[]"), lambda at: _subject(at, namespace))


def _subject(subject: Value, namespace: Value) -> Value:
    if subject.get("name").text() != "default":
        return subject  # an account of these files takes its subjects along
    there = scalar(namespace.text(), subject.place)
    return changed(subject, ("namespace",), lambda _: there, create=True)


def affix(resources: Iterable[Resource], before: str, after: str) -> None:
    """Put something before and after every name."""
    for each in resources:
        if each.kind not in _NAMES_KEPT:
            each.rename(f"{before}{each.name}{after}")


def scale(resources: Iterable[Resource], name: str, count: Value) -> bool:
    """Set the replicas of the workloads of a name; whether there are any."""
    found = [each for each in resources if each.kind in _SCALED and name in each.names]
    for each in found:
        each.body = changed(each.body, ("spec", "replicas"), lambda _: count, create=True)
    return bool(found)


def reimage(resources: Iterable[Resource], entry: Value) -> None:
    """Give images of a name another name, tag or digest, wherever containers stand."""
    for each in resources:
        each.body = _with_images(each.body, entry)


def _with_images(value: Value, entry: Value) -> Value:
    for field in ("containers", "initContainers"):
        value = changed(value, (field, "[]", "image"), lambda image: _image(image, entry))
    for name, below in value.entries():
        if isinstance(below.content, dict):
            value = changed(value, (name,), lambda at: _with_images(at, entry))
    return value


def _image(image: Value, entry: Value) -> Value:
    match = _IMAGE.fullmatch(image.text())
    if match is None or match["name"] != entry.get("name").text():
        return image
    name = entry.get("newName").text(match["name"])
    tag, digest = entry.get("newTag").text(), entry.get("digest").text()
    if not tag and not digest:
        tag, digest = match["tag"] or "", match["digest"] or ""
    text = f"{name}{tag and f':{tag}'}{digest and f'@{digest}'}"
    return scalar(text, (entry.get("newTag") or entry.get("newName") or entry).place)
