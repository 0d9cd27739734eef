"""What may stand in a kustomization, and what of it is built.

Source: kustomize, `types.Kustomization`.
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generators.checker.finding import ManifestFinding
from generators.checker.located import Value

_BUILT = frozenset(
    {
        "apiVersion",
        "kind",
        "metadata",
        "resources",
        "bases",
        "components",
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "namespace",
        "namePrefix",
        "nameSuffix",
        "labels",
        "commonLabels",
        "commonAnnotations",
        "images",
        "replicas",
        "configMapGenerator",
        "secretGenerator",
        "generatorOptions",
        "sortOptions",
        "buildMetadata",
    }
)
_NOT_BUILT = frozenset(
    {
        "configurations",
        "crds",
        "generators",
        "helmCharts",
        "helmChartInflationGenerator",
        "helmGlobals",
        "imageTags",
        "openapi",
        "replacements",
        "transformers",
        "validators",
        "vars",
    }
)
_OPEN = _NOT_BUILT - {"crds", "helmGlobals", "imageTags", "openapi", "validators"}
UNSURE = frozenset(
    {
        "kustomize-operation-fails",
        "kustomize-patch-fits-nothing",
        "kustomize-replicas-fit-nothing",
        "kustomize-target-fits-nothing",
    }
)
"""What cannot be said of a build in which more takes part than is looked at."""
RESOURCES = ("resources", "bases")
PATCHES = ("patchesStrategicMerge", "patches", "patchesJson6902")
_REMOTE = ("http://", "https://", "git@", "git::", "ssh://", "github.com/")


def field_findings(kustomization: Value) -> Iterator[ManifestFinding]:
    """Fields that do not exist, and those that change what is built in a way not built here."""
    for field, value in kustomization.entries():
        place = value.place
        if field in _NOT_BUILT:
            yield finding("kustomize-not-built", value, field=field)
        elif field not in _BUILT:
            meant = "".join(get_close_matches(field, _BUILT, 1))
            params = {"field": field}
            yield ManifestFinding(
                "kustomize-field-unknown", place.file, place.line, params, place.column, meant
            )


def is_open(kustomization: Value) -> bool:
    """Whether a kustomization brings or changes objects in a way not built here."""
    return any(field in _OPEN for field, _ in kustomization.entries())


def is_remote(path: str) -> bool:
    """Whether a resource is fetched from elsewhere."""
    return path.startswith(_REMOTE) or "?ref=" in path


def finding(code: str, at: Value, /, **params: str | int) -> ManifestFinding:
    """A finding at a value."""
    return ManifestFinding(code, at.place.file, at.place.line, params, at.place.column)
