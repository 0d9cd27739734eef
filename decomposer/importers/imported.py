"""What an importer hands over: a graph, and what the source could not tell."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from decomposer.documents import Problem
from decomposer.graph import UNKNOWN, Module, MonolithGraph, Scaling, Title

LONGEST = 40
"""Characters in a name of the graph."""
ALL_REQUESTS = 1000.0
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the source does not tell, or tells and the graph has no place for.

    Words: `import-<code>`.
    """

    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Missing:
    """A place of the source that couples its module with one that nobody can tell."""

    module: str
    file: str
    line: int
    told: str
    """As the source has it."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A graph that can be proposed for and scored, and the gaps in its evidence."""

    graph: MonolithGraph
    gaps: tuple[Gap, ...]
    skipped: tuple[Problem, ...] = ()
    """What of the source could not be used, and why."""
    missing: tuple[Missing, ...] = ()


class Names:
    """Gives each foreign name one of ours: lower case, hyphens, at most 40 characters, unique."""

    def __init__(self, fallback: str) -> None:
        self._fallback = fallback
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()
        self._last: Counter[str] = Counter()

    def __call__(self, foreign: str) -> str:
        """The name for `foreign`, the same every time."""
        if foreign not in self._given:
            name = self._free(plain_name(foreign) or self._fallback)
            self._given[foreign] = name
            self._taken.add(name)
        return self._given[foreign]

    def _free(self, wish: str) -> str:
        if wish not in self._taken:
            return wish
        stem = wish[: LONGEST - 7].rstrip("-")
        while (name := f"{stem}-{self._last[stem] + 2}") in self._taken:
            self._last[stem] += 1
        return name


def plain_name(foreign: str) -> str:
    """`TradeSLSBBean.sell` as `trade-slsb-bean-sell`; empty where nothing Latin is left."""
    words = re.sub(r"([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])", r"\1\3-\2\4", foreign)
    return (
        re.sub(r"[^a-z0-9]+|^[0-9]+", "-", words.lower()).lstrip("-0123456789")[:LONGEST].strip("-")
    )


def untold_module(name: str, foreign: str, entities: tuple[str, ...] = ()) -> Module:
    """A module of which only the name and the entities are known."""
    return Module(
        name=name,
        title=Title(en=foreign, ru=foreign),
        capability=UNKNOWN,
        team=UNKNOWN,
        scaling=Scaling.UNKNOWN,
        entities=entities,
    )


def equal_share(of: int) -> float:
    """The requests per thousand of each of so many use cases, where nobody counted them."""
    return int(ALL_REQUESTS / of * 1e6) / 1e6


def dump_graph(graph: MonolithGraph) -> str:
    """The YAML of a graph, in the format of `decomposer.importers.monolith`."""
    data = graph.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document = {"format_version": graph.format_version, **data}
    return str(yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
