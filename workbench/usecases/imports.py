"""Other tools' data as a graph of ours, and a cut measured as the research papers measure it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from content.messages import Messages
from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.imported import Imported, dump_graph
from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.importers.service_cutter import load_service_cutter
from decomposer.importers.traced_calls import load_graph_of_calls
from decomposer.metrics import cargo_metrics, exploits, ibm_metrics
from workbench.usecases.boundaries import save_new

IMPORTERS: Mapping[str, Callable[[Path, Path], Imported]] = {
    "mono2micro": load_graph_of_calls,
    "access-sequences": load_access_sequences,
    "service-cutter": load_service_cutter,
}


@dataclass(frozen=True, slots=True)
class ImportedFigures:
    """What became of the data, and what they do not tell, as sentences."""

    path: str
    modules: int
    use_cases: int
    edges: int
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExploitTold:
    """How a cut exploits metrics, as a sentence."""

    code: str
    metrics: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class MetricFigures:
    """The papers' metrics of a cut; None is undefined. Not rounded."""

    parts: int
    classes: int
    ibm: Mapping[str, float | None]
    cargo: Mapping[str, float | None]
    exploits: tuple[ExploitTold, ...]
    unplaced: tuple[str, ...]
    """Classes that were observed and that the cut says nothing about."""


def import_graph(
    kind: str, files: tuple[Path, Path], out: Path, words: Messages, *, force: bool
) -> ImportedFigures:
    """Write the data of another tool as a graph file.

    Raises:
        DocumentError: with the problems of the data.
        WorkspaceError: the graph file exists, and `force` was not said.
    """
    found = IMPORTERS[kind](*files)
    save_new(out, dump_graph(found.graph), force=force)
    return ImportedFigures(
        path=str(out),
        modules=len(found.graph.modules),
        use_cases=len(found.graph.use_cases),
        edges=len(found.graph.edges),
        gaps=tuple(words.text(f"import-{gap.code}", **gap.params) for gap in found.gaps),
    )


def published_metrics(
    use_cases: Path, volumes: Path, partition: Path, words: Messages
) -> MetricFigures:
    """Measure a cut of observed classes.

    Raises:
        DocumentError: with the problems of the first file that has any.
    """
    observation, cut = load_observation(use_cases, volumes), load_assignment(partition)
    return MetricFigures(
        parts=len(cut.services),
        classes=len(cut.service_of),
        ibm=asdict(ibm_metrics(observation, cut)),
        cargo=asdict(cargo_metrics(observation, cut)),
        exploits=tuple(
            ExploitTold(e.code, e.metrics, words.text(f"exploit-{e.code}", **e.params))
            for e in exploits(observation, cut)
        ),
        unplaced=observation.unplaced(cut),
    )
