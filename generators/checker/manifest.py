"""The objects of a cluster, each in the file that declares it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generators.checker.finding import ManifestFinding
from generators.checker.located import Value

_PLAIN_GROUPS = frozenset(
    {
        "",
        "apps",
        "autoscaling",
        "batch",
        "extensions",
        "gateway.networking.k8s.io",
        "networking.istio.io",
        "networking.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "security.istio.io",
    }
)
_ISTIO = "networking.istio.io"


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """One object of a cluster."""

    body: Value
    file: str
    api: str
    """Its `apiVersion`, as written."""
    kind: str
    """Its kind: of a group that we do not know, with the group before it."""
    name: str
    namespace: str
    """Empty where the manifest leaves it to the environment."""
    home: str
    """What is applied with it for certain: its folder, or the kustomization that it comes from."""
    is_partial: bool = False
    """More is applied with it than these files show."""

    def finding(self, code: str, at: Value, /, **params: str | int) -> ManifestFinding:
        """A finding in this manifest."""
        return self.mistaken(code, at, (), **params)

    def mistaken(
        self, code: str, at: Value, known: tuple[str, ...], /, **params: str | int
    ) -> ManifestFinding:
        """A finding about a name that is none of those known; the nearest is suggested."""
        meant = get_close_matches(at.text(), known, 1) if known else []
        words = {"name": self.name, **params}
        place = at.place
        return ManifestFinding(code, place.file, place.line, words, place.column, "".join(meant))


def objects(document: Value) -> Iterator[Manifest]:
    """The objects of a document: itself, or what a list holds."""
    if document.get("kind").text().endswith("List") and document.get("items"):
        for item in document.get("items").items():
            yield from objects(item)
    else:
        yield manifest(document)


def manifest(body: Value, home: str = "", *, is_partial: bool = False) -> Manifest:
    """The object that a document declares; its home is its folder if nothing else is said."""
    api = body.get("apiVersion").text()
    kind = kind_of(api, body.get("kind").text())
    metadata = body.get("metadata")
    name, namespace = metadata.get("name").text(), metadata.get("namespace").text()
    home = home or posixpath.dirname(body.place.file)
    return Manifest(body, body.place.file, api, kind, name, namespace, home, is_partial)


def kind_of(api: str, kind: str) -> str:
    """A kind as checks know it: of a group that is not of Kubernetes' own, with the group."""
    group = api.rpartition("/")[0]
    is_plain = group in _PLAIN_GROUPS and (kind, group) != ("Gateway", _ISTIO)
    return kind if is_plain else f"{group}/{kind}"
