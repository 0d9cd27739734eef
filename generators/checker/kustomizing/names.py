"""Names that objects call each other by, kept true when names change.

Source: kustomize, `nameReference`: kinds of other groups, an HTTPRoute's backends among them, are
left as they are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from generators.checker.kustomizing.editing import Change, changed, scalar, with_entries
from generators.checker.kustomizing.hashing import suffix
from generators.checker.kustomizing.resource import Resource
from generators.checker.located import Value
from generators.checker.pods import POD_PATHS

_Paths = tuple[tuple[str, ...], ...]
_IN_PODS: dict[str, _Paths] = {
    "ConfigMap": (
        ("volumes", "[]", "configMap", "name"),
        ("volumes", "[]", "projected", "sources", "[]", "configMap", "name"),
        ("containers", "[]", "env", "[]", "valueFrom", "configMapKeyRef", "name"),
        ("containers", "[]", "envFrom", "[]", "configMapRef", "name"),
        ("initContainers", "[]", "env", "[]", "valueFrom", "configMapKeyRef", "name"),
        ("initContainers", "[]", "envFrom", "[]", "configMapRef", "name"),
    ),
    "Secret": (
        ("volumes", "[]", "secret", "secretName"),
        ("volumes", "[]", "projected", "sources", "[]", "secret", "name"),
        ("containers", "[]", "env", "[]", "valueFrom", "secretKeyRef", "name"),
        ("containers", "[]", "envFrom", "[]", "secretRef", "name"),
        ("initContainers", "[]", "env", "[]", "valueFrom", "secretKeyRef", "name"),
        ("initContainers", "[]", "envFrom", "[]", "secretRef", "name"),
        ("imagePullSecrets", "[]", "name"),
    ),
    "ServiceAccount": (("serviceAccountName",),),
    "PersistentVolumeClaim": (("volumes", "[]", "persistentVolumeClaim", "claimName"),),
    "PriorityClass": (("priorityClassName",),),
}

_IN_KINDS: dict[str, dict[str, _Paths]] = {
    "Ingress": {
        "Service": (
            ("spec", "defaultBackend", "service", "name"),
            ("spec", "rules", "[]", "http", "paths", "[]", "backend", "service", "name"),
        ),
        "Secret": (("spec", "tls", "[]", "secretName"),),
        "IngressClass": (("spec", "ingressClassName"),),
    },
    "ServiceAccount": {
        "Secret": (("secrets", "[]", "name"), ("imagePullSecrets", "[]", "name")),
    },
    "StatefulSet": {"Service": (("spec", "serviceName"),)},
    "PersistentVolumeClaim": {
        "StorageClass": (("spec", "storageClassName"),),
        "PersistentVolume": (("spec", "volumeName"),),
    },
}
_NAMED_WITH_KIND = {
    "HorizontalPodAutoscaler": (("spec", "scaleTargetRef"),),
    "RoleBinding": (("roleRef",),),
    "ClusterRoleBinding": (("roleRef",),),
}
"""Mappings that hold a `kind` and a `name`."""
_SUBJECTS = (("ServiceAccount", ("subjects", "[]")),)
_OF_WEBHOOKS = (("Service", ("webhooks", "[]", "clientConfig", "service")),)
_AT_HOME = {
    "RoleBinding": _SUBJECTS,
    "ClusterRoleBinding": _SUBJECTS,
    "MutatingWebhookConfiguration": _OF_WEBHOOKS,
    "ValidatingWebhookConfiguration": _OF_WEBHOOKS,
    "APIService": (("Service", ("spec", "service")),),
}
"""Mappings that hold a `name` and its `namespace`."""

_Renamed = dict[tuple[str, str], list[Resource]]


def with_suffixes(resources: Iterable[Resource]) -> None:
    """Give generated objects the suffix that tells their content."""
    for each in resources:
        if each.hashed:
            each.rename(f"{each.name}-{suffix(each.body)}")


def refer_to_new_names(resources: list[Resource]) -> None:
    """Let every reference follow the object whose earlier name it uses."""
    renamed: _Renamed = defaultdict(list)
    kept = {(each.kind, each.name) for each in resources}
    for each in resources:
        for name in each.earlier:
            if (each.kind, name) not in kept:
                renamed[each.kind, name].append(each)
    for each in resources:
        for kind, path in _AT_HOME.get(each.kind, ()):
            each.body = changed(each.body, path, _follow_home(resources, kind))
    for each in resources if renamed else ():
        for kind, path in _references(each.kind):
            each.body = changed(each.body, path, _follow(renamed, kind, each.namespace))
        for path in _NAMED_WITH_KIND.get(each.kind, ()):
            each.body = changed(each.body, path, _follow_kind(renamed, each.namespace))


def _references(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if kind in POD_PATHS:
        for target, paths in _IN_PODS.items():
            yield from ((target, (*POD_PATHS[kind], "spec", *path)) for path in paths)
    for target, paths in _IN_KINDS.get(kind, {}).items():
        yield from ((target, path) for path in paths)


def _follow(renamed: _Renamed, kind: str, namespace: str) -> Change:
    def follow(name: Value) -> Value:
        target = _meant(renamed.get((kind, name.text()), []), namespace)
        return scalar(target.name, name.place) if target else name

    return follow


def _follow_kind(renamed: _Renamed, namespace: str) -> Change:
    def follow(reference: Value) -> Value:
        there = reference.get("namespace").text(namespace)
        return changed(reference, ("name",), _follow(renamed, reference.get("kind").text(), there))

    return follow


def _follow_home(resources: list[Resource], kind: str) -> Change:
    """An object takes those along that name it with its namespace."""
    known = [each for each in resources if each.kind == kind]

    def follow(subject: Value) -> Value:
        name, home = subject.get("name"), subject.get("namespace").text()
        is_meant = subject.get("kind").text(kind) == kind
        for each in known if is_meant else ():
            if name.text() in each.names and home in {each.namespace, *each.homes}:
                there = {"name": each.name, "namespace": each.namespace}
                new = {key: scalar(text, name.place) for key, text in there.items() if text}
                return with_entries(subject, new)
        return subject

    return follow


def _meant(candidates: list[Resource], namespace: str) -> Resource | None:
    """The one in the same namespace, else the only one."""
    near = [each for each in candidates if each.namespace == namespace]
    names = {each.name for each in candidates}
    return near[0] if near else candidates[0] if len(names) == 1 else None
