"""The files that kustomizations read, each parsed once."""

import posixpath
from collections.abc import Callable, Iterator, Mapping

import yaml

from generators.checker.composing import documents
from generators.checker.finding import ManifestFinding
from generators.checker.located import Place, Value
from generators.checker.reading import unreadable

FILE_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")

Beside = Callable[[str], str | None]
"""The text of a file that stands beside the manifests, by its path; none where there is none."""


class Sources:
    """Texts by path, as documents with what is wrong in them."""

    def __init__(self, files: Mapping[str, str], beside: Beside = lambda _: None) -> None:
        self.files = files
        self._beside = beside
        self._texts: dict[str, str | None] = {}
        self._documents: dict[str, tuple[list[Value], list[ManifestFinding]]] = {}

    def text(self, path: str) -> str | None:
        """The text of a file, or none."""
        if path not in self._texts:
            own = self.files.get(path)
            self._texts[path] = own if own is not None else self._beside(path)
        return self._texts[path]

    def documents(self, path: str) -> tuple[list[Value], list[ManifestFinding]]:
        """The documents of a file; none where it cannot be read, which is told."""
        if path not in self._documents:
            self._documents[path] = parsed(path, self.text(path) or "")
        return self._documents[path]

    def kustomization(self, folder: str) -> str | None:
        """The path of a folder's kustomization, if it has one."""
        paths = (within(folder, name) for name in FILE_NAMES)
        return next((path for path in paths if self.text(path) is not None), None)

    def folders(self) -> Iterator[str]:
        """The folders among the files that have a kustomization."""
        for path in self.files:
            if posixpath.basename(path) in FILE_NAMES:
                yield posixpath.normpath(posixpath.dirname(path))


def parsed(path: str, text: str) -> tuple[list[Value], list[ManifestFinding]]:
    """The documents of a text, and what is wrong with it."""
    findings: list[ManifestFinding] = []

    def repeated(key: str, at: Place, first: Place) -> None:
        params: dict[str, str | int] = {"key": key, "first": first.line}
        findings.append(ManifestFinding("key-repeated", path, at.line, params, at.column))

    try:
        return list(documents(path, text, repeated)), findings
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError, RecursionError) as error:
        return [], [*findings, unreadable(path, text, error)]


def within(folder: str, path: str) -> str:
    """A path as a kustomization in a folder means it."""
    return posixpath.normpath(posixpath.join(folder, path))
