"""Files that lie beside a kustomization and take no part in it."""

import posixpath
from collections.abc import Iterable, Iterator

from generators.checker.finding import ManifestFinding
from generators.checker.kustomizing import Sources, within
from generators.checker.located import Value
from generators.checker.manifest import Manifest
from generators.checker.schemas import departures, schema_of

_HEAD = frozenset({"apiVersion", "kind", "metadata"})
_HEAD_SUFFICES = frozenset({"ConfigMap", "Namespace", "Secret", "ServiceAccount"})
_DIRECTIVE = "$patch"


def unused(sources: Sources, loose: Iterable[Manifest]) -> tuple[list[Manifest], list[Manifest]]:
    """Loose manifests that are whole objects, and patches that no kustomization applies."""
    whole: list[Manifest] = []
    fragments: list[Manifest] = []
    for each in loose:
        folder = posixpath.dirname(each.file)
        near = sources.kustomization(folder) or sources.kustomization(posixpath.dirname(folder))
        is_part = near is not None and _is_fragment(each.body)
        (fragments if is_part else whole).append(each)
    return whole, fragments


def files_unused(sources: Sources, loose: Iterable[Manifest]) -> Iterator[ManifestFinding]:
    """Each file beside a kustomization that does not name it."""
    for file in dict.fromkeys(each.file for each in loose):
        folder = posixpath.dirname(file)
        path = sources.kustomization(folder)
        if path is not None and file not in _named(sources, folder, path):
            yield ManifestFinding("kustomize-file-unused", file, 1, {"kustomization": path})


def _named(sources: Sources, folder: str, path: str) -> set[str]:
    """Every file that any field of a kustomization names."""
    documents, _ = sources.documents(path)
    return {within(folder, text) for each in documents for text in _texts(each)}


def _texts(value: Value) -> Iterator[str]:
    for below in (*value.items(), *(each for _, each in value.entries())):
        yield from _texts(below)
    yield value.text()


def _is_fragment(body: Value) -> bool:
    """Whether it is laid over an object rather than being one: the API server would refuse it."""
    kind = body.get("kind").text()
    if {key for key, _ in body.entries()} <= _HEAD:
        return kind not in _HEAD_SUFFICES
    known = schema_of(body.get("apiVersion").text(), kind)
    schema_says = known is not None and any(
        code == "field-missing" for code, *_ in departures(body, known[1], known[0])
    )
    return schema_says or _has_directive(body)


def _has_directive(value: Value) -> bool:
    return bool(value.get(_DIRECTIVE)) or any(
        _has_directive(each) for each in (*value.items(), *(below for _, below in value.entries()))
    )
