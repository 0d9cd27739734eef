"""Files into manifests, and what cannot be read as such."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from generators.checker.composing import documents
from generators.checker.finding import ManifestFinding
from generators.checker.located import Place, Value
from generators.checker.manifest import Manifest, objects

_HELM = re.compile(
    r"^(?:[^\"'#\n]*[\s:-])?\{\{-? ?(?:[.$]|include|if|range|with|define|toYaml|end|/\*)",
    re.MULTILINE,
)


_TEMPLATE = re.compile(r"^[^\"'#\n]*(?:\{\{|\{%|%\{|<%)", re.MULTILINE)
"""Marks of other template engines: Jinja, Terraform, ERB; YAML has no use for them unquoted."""


@dataclass(slots=True)
class Material:
    """What stands in the files."""

    manifests: list[Manifest] = field(default_factory=list)
    compose: list[Value] = field(default_factory=list)
    findings: list[ManifestFinding] = field(default_factory=list)


def read(files: Mapping[str, str]) -> Material:
    """Every object of the files, every compose project, and what is neither YAML nor JSON."""
    material = Material()
    for file, text in files.items():
        try:
            for document in _read_one(file, text, material):
                _sort(document, material)
        except (yaml.MarkedYAMLError, yaml.reader.ReaderError, RecursionError) as error:
            material.findings.append(unreadable(file, text, error))
    return material


def _read_one(file: str, text: str, material: Material) -> Iterator[Value]:
    def repeated(key: str, at: Place, first: Place) -> None:
        params: dict[str, str | int] = {"key": key, "first": first.line}
        material.findings.append(ManifestFinding("key-repeated", file, at.line, params, at.column))

    return documents(file, text, repeated)


def _sort(document: Value, material: Material) -> None:
    if document.get("kind"):
        for each in objects(document):
            if "{{" in each.name or "{{" in each.kind:
                place = document.place
                material.findings.append(ManifestFinding("helm-template", place.file, place.line))
            else:
                material.manifests.append(each)
    elif document.get("services").entries():
        material.compose.append(document)


def unreadable(file: str, text: str, error: Exception) -> ManifestFinding:
    """What keeps a text from being read."""
    for code, marks in (("helm-template", _HELM), ("template", _TEMPLATE)):
        template = marks.search(text)
        if template:
            return ManifestFinding(code, file, text.count("\n", 0, template.start()) + 1)
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return ManifestFinding("not-yaml", file, place[0], {"reason": reason}, place[1])
