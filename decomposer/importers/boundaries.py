"""Boundaries from YAML: services, the modules each holds, and what no proposal may break."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import yaml

from decomposer.constraints import constrained
from decomposer.documents import Model, Source, Violation, parse_yaml, read_yaml, validate
from decomposer.graph import MonolithGraph
from decomposer.importers.knowledge_rules import KNOWLEDGE_RULES
from decomposer.knowledge import Constraints
from decomposer.partition import Partition

SERVICE_NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""What Kubernetes (RFC 1123 labels), DNS and PostgreSQL all take as a name."""


class BoundariesDocument(Model):
    """The file as it stands."""

    format_version: Literal[1] = 1
    name: str = "boundaries"
    services: dict[str, tuple[str, ...]]
    constraints: Constraints = Constraints()
    """What whoever cuts wants kept, beside what the graph demands."""


NO_CONSTRAINTS = Constraints()


def load_boundaries(path: Path, graph: MonolithGraph) -> Partition:
    """Read boundaries that place every module of `graph` once.

    Raises:
        DocumentError: with every problem of the file.
    """
    return _partition(read_yaml(path), graph)


def load_start(path: Path, graph: MonolithGraph) -> tuple[Partition, tuple[str, ...]]:
    """Boundaries drawn for an earlier graph: what is left of them, and the modules that are gone.

    Raises:
        DocumentError: with every problem of the file; a module that is gone or new is none.
    """
    document = validate(read_yaml(path), BoundariesDocument, (_service_violations, _placed_twice))
    known = frozenset(graph.names)
    kept = {
        name: held
        for name, modules in document.services.items()
        if (held := tuple(module for module in modules if module in known))
    }
    named = (module for modules in document.services.values() for module in modules)
    return Partition(document.name, kept), tuple(m for m in named if m not in known)


def load_constraints(path: Path, graph: MonolithGraph) -> Constraints:
    """The constraints of a boundaries file; none where it has none.

    Raises:
        DocumentError: with every problem of the file.
    """
    return _document(read_yaml(path), graph).constraints


def parse_boundaries(text: str, file: str, graph: MonolithGraph) -> Partition:
    """The same from text that came from `file`.

    Raises:
        DocumentError: with every problem of the text.
    """
    return _partition(parse_yaml(text, file), graph)


def dump_boundaries(partition: Partition, constraints: Constraints = NO_CONSTRAINTS) -> str:
    """The YAML of a partition, services and modules in its own order."""
    lines = ["format_version: 1", f"name: {_flow([partition.name])[1:-1]}", "services:"]
    lines += [
        f"  {_flow([name])[1:-1]}: {_flow(list(held))}" for name, held in partition.services.items()
    ]
    kinds = {"together": constraints.together, "apart": constraints.apart}
    if any(kinds.values()):
        lines.append("constraints:")
    for kind, groups in kinds.items():
        lines += [f"  {kind}:"] if groups else []
        lines += [f"    - {_flow(list(group))}" for group in groups]
    return "\n".join(lines) + "\n"


def _flow(names: list[str]) -> str:
    """A list on one line, quoted where YAML would take a name for something else."""
    text = yaml.safe_dump(names, default_flow_style=True, width=sys.maxsize, allow_unicode=True)
    return str(text).strip()


def _partition(source: Source, graph: MonolithGraph) -> Partition:
    document = _document(source, graph)
    return Partition(document.name, document.services)


def _document(source: Source, graph: MonolithGraph) -> BoundariesDocument:
    def modules(document: BoundariesDocument) -> Iterator[Violation]:
        return _module_violations(document, graph.names)

    def constraints(document: BoundariesDocument) -> Iterator[Violation]:
        return _constraint_violations(document.constraints, graph)

    return validate(source, BoundariesDocument, (_service_violations, modules, constraints))


def _service_violations(document: BoundariesDocument) -> Iterator[Violation]:
    if not document.services:
        yield Violation("no-services", ("services",))
    for name, modules in document.services.items():
        at = ("services", name)
        if not SERVICE_NAME.fullmatch(name):
            yield Violation("bad-name", at, name, on_key=True)
        if not modules:
            yield Violation("service-empty", at, name, on_key=True)


def _module_violations(document: BoundariesDocument, known: tuple[str, ...]) -> Iterator[Violation]:
    placed = frozenset(module for held in document.services.values() for module in held)
    there = frozenset(known)
    for service, modules in document.services.items():
        for position, module in enumerate(modules):
            if module not in there:
                yield Violation("module-unknown", ("services", service, position), module, known)
    yield from (each for each in _placed_twice(document) if each.value in there)
    for module in known:
        if module not in placed:
            yield Violation("module-missing", ("services",), module, on_key=True)


def _placed_twice(document: BoundariesDocument) -> Iterator[Violation]:
    homes: dict[str, str] = {}
    for service, modules in document.services.items():
        for position, module in enumerate(modules):
            if module in homes:
                at = ("services", service, position)
                yield Violation("module-twice", at, module, params={"other": homes[module]})
            homes.setdefault(module, service)


def _constraint_violations(constraints: Constraints, graph: MonolithGraph) -> Iterator[Violation]:
    """The rules for a graph's constraints, for those of the file together with the graph's own."""
    whole = constrained(graph, constraints)
    for rule in KNOWLEDGE_RULES:
        for violation in rule(whole):
            section, kind, index = (*violation.at, "", "", "")[:3]
            if section != "constraints":
                continue
            told_here = isinstance(index, int) and index < len(getattr(constraints, str(kind)))
            yield violation if told_here else replace(violation, at=("constraints",), on_key=True)
