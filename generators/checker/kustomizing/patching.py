"""Patches: which objects they mean, and what they do to them."""

import re
import textwrap
from collections.abc import Iterator

from generators.checker.finding import ManifestFinding
from generators.checker.kustomizing.json_patch import PatchError, patched
from generators.checker.kustomizing.kustomization import finding
from generators.checker.kustomizing.merging import merged
from generators.checker.kustomizing.resource import Resource
from generators.checker.kustomizing.sources import Sources, parsed
from generators.checker.located import Value

_PARTS = ("group", "version", "kind", "name", "namespace")


def inline(at: Value, sources: Sources) -> tuple[list[Value], list[ManifestFinding]]:
    """The documents of a patch that is written in the kustomization, each line in its place."""
    place, text = at.place, at.text()
    above = (sources.text(place.file) or "").splitlines()
    is_block = "\n" in text and above[place.line - 1][place.column - 1 :].startswith(("|", ">"))
    if not is_block:
        return parsed(place.file, "\n" * (place.line - 1) + " " * (place.column - 1) + text)
    first = next((line for line in above[place.line :] if line.strip()), "")
    indent = " " * (len(first) - len(first.lstrip()))
    return parsed(place.file, "\n" * place.line + textwrap.indent(text, indent))


def apply(
    resources: list[Resource], patch: Value, target: Value, options: Value
) -> Iterator[ManifestFinding]:
    """Lay one patch over what it means; a patch that fits nothing is told."""
    is_operations = isinstance(patch.content, list)
    if is_operations and not target:
        yield finding("kustomize-patch-without-target", patch)
        return
    meant = _targets(resources, target) if target else _same(resources, patch)
    if not meant and not target:
        kind, name = patch.get("kind").text(), patch.get("metadata", "name").text()
        at = patch.get("metadata", "name") or patch
        yield finding("kustomize-patch-fits-nothing", at, kind=kind, patched=name)
    elif not meant:
        yield finding("kustomize-target-fits-nothing", target)
    for each in meant:
        if is_operations:
            yield from _operate(each, patch)
        else:
            _lay(resources, each, patch, options)


def _operate(resource: Resource, operations: Value) -> Iterator[ManifestFinding]:
    name = resource.name
    try:
        resource.body = patched(resource.body, operations)
    except PatchError as error:
        params = {"path": error.pointer, "kind": resource.kind, "patched": name}
        yield finding("kustomize-operation-fails", error.operation, **params)


def _lay(resources: list[Resource], resource: Resource, patch: Value, options: Value) -> None:
    before = resource.body
    body = merged(before, patch, resource.group)
    if body is None:
        resources.remove(resource)
        return
    resource.body = body
    if not options.get("allowNameChange").truth():
        resource.put(("metadata", "name"), before.get("metadata", "name").text())
    if not options.get("allowKindChange").truth():
        resource.put(("kind",), before.get("kind").text())


def _same(resources: list[Resource], patch: Value) -> list[Resource]:
    """The objects of the patch's own kind and name."""
    kind, metadata = patch.get("kind").text(), patch.get("metadata")
    group = patch.get("apiVersion").text().rpartition("/")[0]
    namespace = metadata.get("namespace").text()
    return [
        each
        for each in resources
        if (each.kind, each.group) == (kind, group)
        and metadata.get("name").text() in each.names
        and (not namespace or each.namespace in {namespace, ""})
    ]


def _targets(resources: list[Resource], target: Value) -> list[Resource]:
    """The objects that a target selects; what it does not say, fits."""
    wanted = {part: re.compile(target.get(part).text()) for part in _PARTS if target.get(part)}
    return [
        each
        for each in resources
        if all(_fits(each, part, pattern) for part, pattern in wanted.items())
        and _carries(each, "labels", target.get("labelSelector").text())
        and _carries(each, "annotations", target.get("annotationSelector").text())
    ]


def _fits(resource: Resource, part: str, pattern: re.Pattern[str]) -> bool:
    own = resource.names if part == "name" else (getattr(resource, part),)
    return any(pattern.fullmatch(text) for text in own)


def _carries(resource: Resource, part: str, selector: str) -> bool:
    """Whether an object's labels fit `a=b,c!=d,e,!f`."""
    labels = resource.body.get("metadata", part).labels()
    return all(_holds(labels, term.strip()) for term in selector.split(",") if term.strip())


def _holds(labels: dict[str, str], term: str) -> bool:
    if "!=" in term:
        key, _, text = term.partition("!=")
        return labels.get(key.strip()) != text.strip()
    key, equals, text = term.replace("==", "=").partition("=")
    if equals:
        return labels.get(key.strip()) == text.strip()
    return term[1:] not in labels if term.startswith("!") else term in labels
