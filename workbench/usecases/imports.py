"""Other tools' data as a graph of ours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from content.messages import Messages
from decomposer.documents import DocumentError, Problem
from decomposer.graph import MonolithGraph
from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.edges import load_edges
from decomposer.importers.history import graph_of_history
from decomposer.importers.imported import Gap, Imported, Missing, dump_graph
from decomposer.importers.monolith import load_graph
from decomposer.importers.python import load_python
from decomposer.importers.service_cutter import load_service_cutter
from decomposer.importers.traced_calls import load_graph_of_calls
from decomposer.importers.traces import load_traces
from decomposer.missing import Sway, sways
from decomposer.propose import propose
from generators.blueprint.wording import problem_line
from workbench.usecases.boundaries import save_new
from workbench.usecases.history import commits_of, is_shallow

RANKED_UP_TO = 150
"""Modules of a graph for which a cut to hold missing evidence against is found at once."""
WRITTEN = 150_000
"""Use cases and couplings of a graph whose file is short enough to be read again."""
SECONDS = 3.0
"""For that cut; it need not be proved."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import can be told beside its files."""

    depth: int | None = None
    """Parts of a name that make a module; None: found from the source."""
    into: Path | None = None
    """The graph that a history is folded into; None: a new one."""
    named: bool = False
    """Whether authors go by their names."""
    advanced: Callable[[int, int], None] = lambda _done, _of: None
    """Told how much of how much is done."""


Importer = Callable[[tuple[Path, ...], ImportOptions], Imported]
IMPORTERS: Mapping[str, Importer] = {
    "mono2micro": lambda files, options: load_graph_of_calls(files[0], files[1], options.advanced),
    "access-sequences": lambda files, _: load_access_sequences(files[0], files[1]),
    "service-cutter": lambda files, _: load_service_cutter(files[0], files[1]),
    "python": lambda files, options: load_python(files[0], options.depth, options.advanced),
    "traces": lambda files, options: load_traces(files[0], options.advanced),
    "git": lambda files, options: _history(files[0], options),
    "edges": lambda files, options: load_edges(files[0], options.advanced),
}


def _history(folder: Path, options: ImportOptions) -> Imported:
    into = load_graph(options.into) if options.into else None
    found = graph_of_history(
        commits_of(folder, options.advanced),
        folder.resolve().name,
        into,
        options.depth,
        named=options.named,
    )
    shallow = (Gap("history-shallow", {}),) if is_shallow(folder) else ()
    return replace(found, gaps=(*found.gaps, *shallow))


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """What became of the data, and what they do not tell, as sentences."""

    path: str
    modules: int
    use_cases: int
    edges: int
    gaps: tuple[str, ...]
    skipped: tuple[str, ...]
    """What of the data could not be used, located."""
    missing: tuple["MissingTold", ...]
    """What the data couple with something that nobody can tell, most important first."""


@dataclass(frozen=True, slots=True)
class MissingTold:
    """A gap at one place, and what it could do to the answer."""

    where: str
    told: str
    changes: bool | None
    """Whether the evidence could change the proposal; None where no proposal was asked."""
    text: str


@dataclass(frozen=True, slots=True)
class ExploitTold:
    """How a cut exploits metrics, as a sentence."""

    code: str
    metrics: tuple[str, ...]
    text: str


def import_graph(
    kind: str,
    files: tuple[Path, ...],
    out: Path,
    words: Messages,
    options: ImportOptions,
    *,
    force: bool,
) -> ImportedFigures:
    """Write the data of another tool as a graph file.

    Raises:
        DocumentError: with the problems of the data.
        WorkspaceError: the graph file exists, and `force` was not said.
    """
    found = IMPORTERS[kind](files, options)
    graph = found.graph
    if _size(graph) > WRITTEN:
        params = {"edges": _size(graph), "most": WRITTEN}
        raise DocumentError([Problem(str(files[-1]), 0, 0, "graph-too-large", params=params)])
    save_new(out, dump_graph(graph), force=force)
    return ImportedFigures(
        path=str(out),
        modules=len(graph.modules),
        use_cases=len(graph.use_cases),
        edges=len(graph.edges)
        + len(graph.dependencies)
        + len(graph.relations)
        + len(graph.changes),
        gaps=tuple(words.text(f"import-{gap.code}", **gap.params) for gap in found.gaps),
        skipped=tuple(problem_line(problem, words) for problem in found.skipped),
        missing=tuple(_ranked(found, words)),
    )


def _size(graph: MonolithGraph) -> int:
    """Use cases and couplings: what the length of a graph's file depends on."""
    known = len(graph.dependencies) + len(graph.relations) + len(graph.changes)
    return known + sum(1 + len(each.calls) for each in graph.use_cases)


def _ranked(found: Imported, words: Messages) -> Iterator[MissingTold]:
    """What is missing, by whether and how nearly it could change the proposal."""
    graph = found.graph
    if not found.missing or len(graph.modules) > RANKED_UP_TO:
        yield from (_told(missing, None, words) for missing in found.missing)
        return
    cut = propose(graph, seconds=SECONDS).partition
    sway = sways(graph, cut, (missing.module for missing in found.missing))
    for missing in sorted(found.missing, key=lambda each: sway[each.module].short_by):
        yield _told(missing, sway[missing.module], words)


def _told(missing: Missing, sway: Sway | None, words: Messages) -> MissingTold:
    where = f"{missing.file}:{missing.line}"
    if sway is None or not sway.other:
        code = "missing-unranked" if sway is None else "missing-alone"
        params = {"module": missing.module}
    else:
        code = "missing-changes" if sway.changes else "missing-stays"
        params = {"module": missing.module, "service": sway.service, "other": sway.other}
    text = words.text(code, **params)
    return MissingTold(where, missing.told, sway.changes if sway else None, text)
