"""A source tree on its way into a graph."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from decomposer.documents import Problem
from decomposer.graph import MonolithGraph
from decomposer.importers.imported import Gap, Imported, Missing, Names, untold_module
from decomposer.importers.python.facts import LOADERS, NAMED, Facts, Load, read_facts
from decomposer.importers.python.files import SourceFile, SourceTree, read_tree
from decomposer.importers.python.grain import grain
from decomposer.importers.python.imports import Advanced, read_imports
from decomposer.importers.python.places import Paths, Said
from decomposer.importers.python.resolving import SETTING, Resolver
from decomposer.knowledge import Dependency, Group, Relation

KINDS = ("composition", "inheritance", "aggregation", "reference")
"""Strongest first: of several fields between two modules the strongest counts."""
_PAIR = 2

Lines = Mapping[tuple[str, str], Sequence[int]]
"""Importer and imported -> the lines that say so."""


def load_python(
    folder: Path, depth: int | None = None, advanced: Advanced = lambda _done, _of: None
) -> Imported:
    """Read the code under a folder.

    `advanced` is told how far it is, over two passes through the files.

    Raises:
        DocumentError: there is no such folder, or no Python in it.
    """
    tree = read_tree(folder)
    total = 2 * len(tree.files)
    imports = read_imports(tree, lambda done, _: advanced(done, total))
    facts: dict[str, Facts] = {}
    broken = {problem.file: problem for problem in imports.broken}
    for position, file in enumerate(tree.files):
        read = read_facts(file)
        if isinstance(read, Problem):
            broken[file.path] = read
        facts[file.module] = Facts() if isinstance(read, Problem) else read
        if position % 100 == 0:
            advanced(len(tree.files) + position, total)
    advanced(total, total)
    skipped = (*tree.skipped, *broken.values())
    reading = _Reading(tree, facts, depth)
    return reading.imported(imports.lines, skipped, folder.resolve().name)


class _Reading:
    """One code base."""

    def __init__(self, tree: SourceTree, facts: dict[str, Facts], depth: int | None) -> None:
        self._tree, self._facts, self._depth = tree, facts, depth
        self._node = grain(tree.files, depth)
        packages = (file.module for file in tree.files if file.package)
        self._resolver = Resolver(facts, packages, facts)
        self._paths = Paths(tree)
        self._modules, self._tables = Names("module"), Names("entity")
        self._missing: list[Missing] = []

    def imported(self, imports: Lines, skipped: tuple[Problem, ...], name: str) -> Imported:
        """The graph with its gaps."""
        nodes = dict.fromkeys(self._node(file.module) for file in self._tree.files)
        entities = self._entities()
        graph = MonolithGraph(
            name=name,
            modules=tuple(
                untold_module(self._modules(node), node, tuple(entities.get(node, ())))
                for node in nodes
            ),
            dependencies=tuple(self._dependencies(imports)),
            relations=tuple(self._relations()),
            groups=tuple(self._groups()),
        )
        return Imported(graph, tuple(self._gaps(graph)), skipped, tuple(self._missing))

    def _entities(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for module, models in self._resolver.models.items():
            for name, each in models.items():
                if not each.abstract:
                    entity = self._tables(f"{module}.{name}" if name in self._shared() else name)
                    found.setdefault(self._node(module), []).append(entity)
        return {node: list(dict.fromkeys(names)) for node, names in found.items()}

    def _shared(self) -> frozenset[str]:
        """Names that several modules give to models of theirs."""
        counts = Counter(name for models in self._resolver.models.values() for name in models)
        return frozenset(name for name, count in counts.items() if count > 1)

    def _dependencies(self, imports: Lines) -> Iterator[Dependency]:
        said: dict[tuple[str, str, str], Said] = defaultdict(Said)
        for kind, source, target, lines, count in self._depending(imports):
            key = self._node(source), self._node(target), kind
            said[key].add(self._paths, source, lines, count)
        for (one, other, kind), each in sorted(said.items(), key=itemgetter(0)):
            if one != other:
                ends = {"from": self._modules(one), "to": self._modules(other)}
                told = {"kind": kind, "count": each.count, "places": each.places}
                yield Dependency.model_validate({**ends, **told})

    def _depending(self, imports: Lines) -> Iterator[tuple[str, str, str, Sequence[int], int]]:
        """Kind, both modules, the lines, and how many times they say it."""
        for (importer, imported), lines in sorted(imports.items()):
            yield "import", importer, imported, sorted(lines), len(lines)
        for file in self._tree.files:
            for load in self._facts[file.module].loads:
                target = self._loaded(file, load)
                if target is not None:
                    count = max(1, len(load.names)) if load.loader == "get_classes" else 1
                    yield "loader", file.module, target, (load.line,), count
        for declared, line, loaded in self._resolver.apps:
            yield "loader", declared, loaded, (line,), 1

    def _loaded(self, file: SourceFile, load: Load) -> str | None:
        target = self._resolver.load(file.module, load)
        if target is None and self._should_be_ours(load):
            told = f"{load.loader}({load.label or '…'})"
            self._miss(file, load.line, told)
        return target

    def _should_be_ours(self, load: Load) -> bool:
        """A label of another distribution is no gap; what nobody can tell is one."""
        if load.label is None:
            return True
        if load.loader in LOADERS:
            return bool(load.names) and self._resolver.has_app(load.label)
        return "." in load.label and self._resolver.is_ours(load.label)

    def _relations(self) -> Iterator[Relation]:
        said: dict[tuple[str, str], dict[str, Said]] = defaultdict(lambda: defaultdict(Said))
        for module, line, target, kind in self._related():
            pair = self._node(module), self._node(target)
            said[pair][kind].add(self._paths, module, (line,), 1)
        for (one, other), kinds in said.items():
            if one != other:
                strongest = min(kinds, key=KINDS.index)
                ends = {"from": self._modules(one), "to": self._modules(other)}
                told = {"kind": strongest, "places": kinds[strongest].places}
                yield Relation.model_validate({**ends, **told})

    def _related(self) -> Iterator[tuple[str, int, str, str]]:
        """Keys between models, the models that others are made of, and apps with their models."""
        by_module = {file.module: file for file in self._tree.files}
        for module, models in self._resolver.models.items():
            for each in models.values():
                for key in each.keys:
                    target = self._resolver.model(module, key.target)
                    if target is not None:
                        yield module, key.line, target, key.kind
                    elif key.target.removeprefix(SETTING) in NAMED:
                        self._miss(by_module[module], key.line, f"{each.name} → {key.target}")
                for name in each.bases:
                    base = self._resolver.base(module, name)
                    if base is not None:
                        yield module, each.line, base, "inheritance"
        for declared, line, loaded in self._resolver.apps:
            yield declared, line, loaded, "composition"

    def _groups(self) -> Iterator[Group]:
        names = Names("transaction")
        for file in self._tree.files:
            for transaction in self._facts[file.module].transactions:
                homes = {self._resolver.local(file.module, used) for used in transaction.uses}
                nodes = sorted({self._modules(self._node(home)) for home in homes if home})
                if len(nodes) >= _PAIR:
                    name = names(f"{file.module}.{transaction.name}.{transaction.line}")
                    at = self._paths.at(file.module, transaction.line)
                    yield Group(name=name, kind="invariant", modules=tuple(nodes), places=(at,))

    def _miss(self, file: SourceFile, line: int, told: str) -> None:
        module = self._modules(self._node(file.module))
        self._missing.append(Missing(module, file.path, line, told))

    def _gaps(self, graph: MonolithGraph) -> Iterator[Gap]:
        if self._depth is None:
            yield Gap("grain", {"modules": len(graph.modules), "files": len(self._tree.files)})
        yield Gap("modules-untold", {"modules": len(graph.modules)})
        if self._tree.aside:
            yield Gap("tests-aside", {"files": self._tree.aside})
        if any(found.atomic_requests for found in self._facts.values()):
            yield Gap("atomic-requests", {})
        if self._missing:
            yield Gap("loads-unresolved", {"loads": len(self._missing)})
        yield Gap("nothing-apart", {})
