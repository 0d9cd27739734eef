"""ConfigMaps and Secrets that a kustomization makes of literals and files."""

import base64
import posixpath
from collections.abc import Callable, Iterator

from generators.checker.checks.secrecy import is_secret
from generators.checker.finding import ManifestFinding
from generators.checker.kustomizing.editing import mapping, scalar, texts, with_entries
from generators.checker.kustomizing.kustomization import finding
from generators.checker.kustomizing.resource import Resource
from generators.checker.located import Value

Read = Callable[[str, Value, str], str | None]
"""The text of a file that an entry names, or none, which is told under a code."""

_KINDS = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}
GENERATORS = tuple(_KINDS)


def generated(generator: str, entry: Value, options: Value, read: Read) -> Resource:
    """The object of one entry; `options` are those of the whole kustomization."""
    kind = _KINDS[generator]
    own = entry.get("options")
    data = {}
    for key, text, at in _pairs(entry, read):
        secret = kind == "Secret"
        data[key] = scalar(base64.b64encode(text.encode()).decode() if secret else text, at.place)
    body = {
        "apiVersion": scalar("v1", entry.place),
        "kind": scalar(kind, entry.place),
        "metadata": mapping(_metadata(entry, options, own), entry.place),
    }
    if kind == "Secret":
        body["type"] = entry.get("type") or scalar("Opaque", entry.place)
    if data:
        body["data"] = mapping(data, entry.place)
    if (own.get("immutable") or options.get("immutable")).truth():
        body["immutable"] = scalar("true", entry.place, plain=True)
    plain_name = (own.get("disableNameSuffixHash") or options.get("disableNameSuffixHash")).truth()
    return Resource(mapping(body, entry.place), hashed=not plain_name)


def plain_secrets(entry: Value) -> Iterator[ManifestFinding]:
    """A literal of a generated Secret stands in the repository for everybody to read."""
    for at in entry.get("literals").items():
        key, _, text = at.text().partition("=")
        if is_secret(key, _unquoted(text)):
            yield finding("kustomize-secret-literal", at, secret=entry.get("name").text(), key=key)


def over(old: Resource, new: Resource, behavior: str) -> None:
    """Lay generated data over an object of the same name, or put it in its place."""
    if behavior == "replace":
        metadata = old.body.get("metadata")
        old.body = with_entries(new.body, {"metadata": metadata})
        return
    data = with_entries(old.body.get("data"), dict(new.body.get("data").entries()))
    metadata = old.body.get("metadata")
    for part in ("labels", "annotations"):
        added = dict(new.body.get("metadata", part).entries())
        if added:
            metadata = with_entries(metadata, {part: with_entries(metadata.get(part), added)})
    old.body = with_entries(old.body, {"metadata": metadata, "data": data})


def _metadata(entry: Value, options: Value, own: Value) -> dict[str, Value]:
    metadata = {"name": entry.get("name") or scalar("", entry.place)}
    if entry.get("namespace"):
        metadata["namespace"] = entry.get("namespace")
    for part in ("labels", "annotations"):
        pairs = options.get(part).labels() | own.get(part).labels()
        if pairs:
            metadata[part] = texts(pairs, entry.place)
    return metadata


def _pairs(entry: Value, read: Read) -> Iterator[tuple[str, str, Value]]:
    """Keys and texts, each with the line that brings it."""
    single = [entry.get("env")] if entry.get("env") else []
    for at in (*entry.get("envs").items(), *single):
        lines = read("kustomize-environment-missing", at, at.text()) or ""
        for line in lines.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                key, _, text = line.lstrip().partition("=")
                yield key, text, at
    for at in entry.get("files").items():
        key, equals, path = at.text().partition("=")
        path = path if equals else key
        whole = read("kustomize-file-missing", at, path) or ""
        yield (key if equals else posixpath.basename(path)), whole, at
    for at in entry.get("literals").items():
        key, _, text = at.text().partition("=")
        yield key, _unquoted(text), at


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text
