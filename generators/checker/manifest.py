"""The objects of a cluster, each in the file that declares it."""

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


def manifest(body: Value) -> Manifest:
    """The object that a document declares."""
    api, kind = body.get("apiVersion").text(), body.get("kind").text()
    group = api.rpartition("/")[0]
    if group not in _PLAIN_GROUPS or (kind == "Gateway" and group == _ISTIO):
        kind = f"{group}/{kind}"
    metadata = body.get("metadata")
    name, namespace = metadata.get("name").text(), metadata.get("namespace").text()
    return Manifest(body, body.place.file, api, kind, name, namespace)
