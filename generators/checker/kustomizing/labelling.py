"""Labels and annotations that a kustomization gives to everything.

Source: kustomize, `commonLabels` and `commonAnnotations`.
"""

from collections.abc import Iterable, Iterator

from generators.checker.kustomizing.editing import Change, changed, with_entries
from generators.checker.kustomizing.resource import Resource
from generators.checker.located import Value
from generators.checker.pods import POD_PATHS

_SELECTORS = {
    "Service": (("spec", "selector"),),
    "ReplicationController": (("spec", "selector"),),
    "Deployment": (("spec", "selector", "matchLabels"),),
    "ReplicaSet": (("spec", "selector", "matchLabels"),),
    "DaemonSet": (("spec", "selector", "matchLabels"),),
    "StatefulSet": (("spec", "selector", "matchLabels"),),
}
"""Selectors that get the labels even where there was none."""
_PRESENT_SELECTORS = {
    "Job": (("spec", "selector", "matchLabels"),),
    "CronJob": (("spec", "jobTemplate", "spec", "selector", "matchLabels"),),
    "PodDisruptionBudget": (("spec", "selector", "matchLabels"),),
    "NetworkPolicy": (
        ("spec", "podSelector", "matchLabels"),
        ("spec", "ingress", "[]", "from", "[]", "podSelector", "matchLabels"),
        ("spec", "egress", "[]", "to", "[]", "podSelector", "matchLabels"),
    ),
}
"""Selectors that get the labels where they have some."""
_AFFINITY = {
    "preferredDuringSchedulingIgnoredDuringExecution": ("[]", "podAffinityTerm"),
    "requiredDuringSchedulingIgnoredDuringExecution": ("[]",),
}
_IN_PODS = (
    *(
        ("spec", "affinity", affinity, how, *path, "labelSelector", "matchLabels")
        for affinity in ("podAffinity", "podAntiAffinity")
        for how, path in _AFFINITY.items()
    ),
    ("spec", "topologySpreadConstraints", "[]", "labelSelector", "matchLabels"),
)


def label(resources: Iterable[Resource], pairs: Value, *, selectors: bool, templates: bool) -> None:
    """Add labels to objects; on demand to the pods they make, and to what selects those."""
    for each in resources:
        made = _labelled(each.kind) if selectors or templates else ()
        for metadata in (("metadata",), *made):
            each.body = changed(each.body, (*metadata, "labels"), _add(pairs), create=True)
        if selectors:
            _select(each, pairs)


def annotate(resources: Iterable[Resource], pairs: Value) -> None:
    """Add annotations to objects and to the pods they make."""
    for each in resources:
        for metadata in (("metadata",), *_templates(each.kind)):
            each.body = changed(each.body, (*metadata, "annotations"), _add(pairs), create=True)


def _templates(kind: str) -> Iterator[tuple[str, ...]]:
    """The metadata of what an object makes."""
    template = POD_PATHS.get(kind, ())
    if template:
        yield (*template, "metadata")
    if kind == "CronJob":
        yield ("spec", "jobTemplate", "metadata")


def _labelled(kind: str) -> Iterator[tuple[str, ...]]:
    yield from _templates(kind)
    if kind == "StatefulSet":
        yield ("spec", "volumeClaimTemplates", "[]", "metadata")


def _select(resource: Resource, pairs: Value) -> None:
    for path in _SELECTORS.get(resource.kind, ()):
        resource.body = changed(resource.body, path, _add(pairs), create=True)
    present = _PRESENT_SELECTORS.get(resource.kind, ())
    template = POD_PATHS.get(resource.kind, ())
    inside = tuple((*template, *path) for path in _IN_PODS) if template else ()
    for path in (*present, *inside):
        resource.body = changed(resource.body, path, _add(pairs))


def _add(pairs: Value) -> Change:
    return lambda old: with_entries(old, dict(pairs.entries()))
