"""Manifests as located data: each value knows where it stands, whatever its shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from generators.checker.finding import ManifestFinding

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a manifest, or its absence: reading on from what is absent is absence again."""

    data: Any
    node: yaml.Node | None
    line: int
    """Where it stands; for what is absent, where its parent stands."""

    def __bool__(self) -> bool:
        return self.node is not None

    def get(self, *keys: str) -> "Value":
        """The value under keys of nested mappings."""
        value = self
        for key in keys:
            value = value._step(key)
        return value

    def items(self) -> list["Value"]:
        """The items of a list; none where it is no list."""
        if not isinstance(self.node, yaml.SequenceNode) or not isinstance(self.data, list):
            return []
        return [
            Value(data, node, node.start_mark.line + 1)
            for data, node in zip(self.data, self.node.value, strict=True)
        ]

    def entries(self) -> list[tuple[str, "Value"]]:
        """The keys and values of a mapping; none where it is no mapping."""
        if not isinstance(self.data, dict):
            return []
        return [(str(key), self._step(key)) for key in self.data]

    def text(self, default: str = "") -> str:
        """The value as text."""
        return default if self.data is None else str(self.data)

    def number(self) -> int | None:
        """The value as a whole number, if it is one."""
        is_number = isinstance(self.data, int) and not isinstance(self.data, bool)
        return self.data if is_number else None

    def labels(self) -> dict[str, str]:
        """The value as a mapping of texts."""
        return {key: value.text() for key, value in self.entries()}

    def _step(self, key: object) -> "Value":
        if isinstance(self.node, yaml.MappingNode) and isinstance(self.data, dict):
            for key_node, value_node in self.node.value:
                if key_node.value == str(key) and key in self.data:
                    return Value(self.data[key], value_node, key_node.start_mark.line + 1)
        return Value(None, None, self.line)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One object of a cluster, in the file that declares it."""

    file: str
    body: Value

    @property
    def kind(self) -> str:
        """Its kind, as written."""
        return self.body.get("kind").text()

    @property
    def name(self) -> str:
        """Its name."""
        return self.body.get("metadata", "name").text()

    @property
    def namespace(self) -> str:
        """Its namespace; empty where the manifest leaves it to the environment."""
        return self.body.get("metadata", "namespace").text()

    def finding(self, code: str, at: Value, **params: str | int) -> ManifestFinding:
        """A finding in this manifest."""
        return ManifestFinding(code, self.file, at.line, {"name": self.name, **params})


def read_manifests(
    files: Mapping[str, str],
) -> tuple[list[Manifest], list[ManifestFinding]]:
    """Every object of the YAML files, and what cannot be read as one."""
    manifests: list[Manifest] = []
    findings: list[ManifestFinding] = []
    for file, text in files.items():
        try:
            manifests.extend([Manifest(file, body) for body in _documents(text)])
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            params = {"reason": error.problem or ""}
            findings.append(ManifestFinding("not-yaml", file, line, params))
    return manifests, findings


def _documents(text: str) -> Iterator[Value]:
    loader = _Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            data = loader.construct_document(node)
            if data is not None:
                yield Value(data, node, node.start_mark.line + 1)
    finally:
        loader.dispose()
