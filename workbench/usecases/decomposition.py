"""The decomposition board's questions, answered by the decomposer."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from content.messages import Language, Messages, messages
from decomposer.explain import arguments
from decomposer.graph import Edge
from decomposer.importers.boundaries import dump_boundaries
from decomposer.partition import Partition
from decomposer.propose import Proposal, propose
from decomposer.score import score
from workbench.ports.decomposition import Coupling, Cut, Delta, Optimum, Price
from workbench.usecases.boundaries import differences, score_figures
from workbench.usecases.files import back_up, save
from workbench.usecases.partitions import partition_from, shop_graph
from workbench.usecases.workspace import Workspace, WorkspaceError

MINE = "mine"
BOUNDARIES = "boundaries.yaml"


class Decomposition:
    """Scores and explains cuts of the e-commerce monolith."""

    def __init__(self, workspace: Callable[[], Workspace | None]) -> None:
        self._workspace = workspace

    def cut(self, name: str) -> Cut:
        """The cut called `mine`, `proposal`, `reference`, `domains` or `monolith`."""
        if name == "proposal":
            return self._proposal.partition.services
        if name != MINE:
            return partition_from(name).services
        return self._mine()

    def price(self, cut: Cut, language: str) -> Price:
        """The score of a cut."""
        figures = score_figures(score(shop_graph(), Partition(MINE, cut)), _words(language))
        return Price(figures.total, tuple(figures.criteria.items()), figures.penalties)

    def optimum(self) -> Optimum:
        """The proposal with its proof."""
        found = self._proposal
        return Optimum(found.partition.services, found.score.total, found.proved, found.gap)

    def compare(self, before: Cut, after: Cut, language: str) -> tuple[Delta, ...]:
        """Every difference in consequences, as a sentence, weightiest first."""
        cuts = Partition(MINE, before), Partition(MINE, after)
        return differences(shop_graph(), *cuts, _words(language))

    def couplings(self, language: str) -> tuple[Coupling, ...]:
        """The graph, heaviest first."""
        words = _words(language)
        found = (_coupling(edge, words) for edge in shop_graph().edges)
        return tuple(sorted(found, key=lambda coupling: -coupling.weight))

    def save(self, cut: Cut) -> str:
        """Write the learner's boundaries file (a backup of the old one is kept); its path.

        Raises:
            WorkspaceError: there is no learner's folder.
        """
        file, workspace = self._file(), self._workspace()
        if file is None or workspace is None:
            raise WorkspaceError("not-found", folder=str(Path.cwd()))
        back_up(workspace.root, file)
        save(file, dump_boundaries(Partition(MINE, cut)))
        return str(file)

    @cached_property
    def _proposal(self) -> Proposal:
        return propose(shop_graph())

    def _mine(self) -> Cut:
        """The learner's boundaries file, else the services of their blueprint."""
        file, workspace = self._file(), self._workspace()
        if file and file.exists():
            return partition_from(str(file)).services
        if workspace is None:
            return partition_from("monolith").services
        from generators.blueprint import load_blueprint

        services = load_blueprint(workspace.blueprint).services
        return {name: service.modules for name, service in services.items()}

    def _file(self) -> Path | None:
        workspace = self._workspace()
        return workspace.root / BOUNDARIES if workspace else None


def _words(language: str) -> Messages:
    return messages(Language(language), "decomposer")


def _coupling(edge: Edge, words: Messages) -> Coupling:
    reasons = arguments(shop_graph(), edge.caller, edge.callee)
    evidence = tuple(words.text(f"argument-{reason.code}", **reason.params) for reason in reasons)
    return Coupling(edge.caller, edge.callee, edge.calls_per_1000, evidence)
