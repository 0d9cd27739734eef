"""The decomposition board's questions, answered by the decomposer."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from content.messages import Language, Messages, messages
from decomposer.constraints import constrained
from decomposer.explain import arguments
from decomposer.graph import Edge, MonolithGraph
from decomposer.importers.boundaries import dump_boundaries, load_constraints
from decomposer.knowledge import Constraints
from decomposer.partition import Partition
from decomposer.propose import Proposal, propose
from decomposer.score import score
from workbench.ports.decomposition import (
    NO_LIMITS,
    Consequences,
    Coupling,
    Cut,
    Delta,
    Forecast,
    Limits,
    Optimum,
    Price,
)
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

    def cut(self, name: str, limits: Limits = NO_LIMITS) -> Cut:
        """The cut called `mine`, `proposal`, `reference`, `domains` or `monolith`."""
        if name == "proposal":
            return shop_proposal(limits).partition.services
        if name != MINE:
            return partition_from(name).services
        return self._mine()

    def limits(self) -> Limits:
        """What the learner's boundaries file wants kept."""
        file = self._file()
        if file is None or not file.exists():
            return NO_LIMITS
        found = load_constraints(file, shop_graph())
        return Limits(found.together, found.apart)

    def price(self, cut: Cut, language: str, limits: Limits = NO_LIMITS) -> Price:
        """The score of a cut, and which limits it does not keep."""
        found = score(_within(limits), Partition(MINE, cut))
        figures = score_figures(found, _words(language))
        criteria = tuple(figures.criteria.items())
        return Price(figures.total, criteria, figures.penalties, figures.broken)

    def optimum(self, limits: Limits = NO_LIMITS) -> Optimum:
        """The proposal with its proof."""
        found = shop_proposal(limits)
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

    def consequences(self, cut: Cut, language: str) -> Consequences:
        """Who has to agree, and what every use case would do at run time."""
        from decomposer.hand_offs import hand_offs
        from decomposer.runtime import DEFAULTS, forecast
        from workbench.usecases.consequences import assumptions_told, hand_off_sentences

        graph, partition = shop_graph(), Partition(MINE, cut)
        words = messages(Language(language), "consequences")
        return Consequences(
            tuple(hand_off_sentences(hand_offs(graph, partition), words)),
            tuple(
                Forecast(f.use_case, f.hops, (f.p95_ms.low, f.p95_ms.high), f.availability.low)
                for f in forecast(graph, partition)
            ),
            assumptions_told(DEFAULTS, words),
        )

    def save(self, cut: Cut, limits: Limits = NO_LIMITS) -> str:
        """Write the learner's boundaries file (a backup of the old one is kept); its path.

        Raises:
            WorkspaceError: there is no learner's folder.
        """
        file, workspace = self._file(), self._workspace()
        if file is None or workspace is None:
            raise WorkspaceError("not-found", folder=str(Path.cwd()))
        back_up(workspace.root, file)
        save(file, dump_boundaries(Partition(MINE, cut), _constraints(limits)))
        return str(file)

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


def _constraints(limits: Limits) -> Constraints:
    return Constraints(together=limits.together, apart=limits.apart)


def _within(limits: Limits) -> MonolithGraph:
    return constrained(shop_graph(), _constraints(limits))


@lru_cache(maxsize=16)
def shop_proposal(limits: Limits = NO_LIMITS) -> Proposal:
    """The best boundaries of the shop within these limits, with their proof."""
    return propose(_within(limits))


def _words(language: str) -> Messages:
    return messages(Language(language), "decomposer")


def _coupling(edge: Edge, words: Messages) -> Coupling:
    reasons = arguments(shop_graph(), edge.caller, edge.callee)
    evidence = tuple(words.text(f"argument-{reason.code}", **reason.params) for reason in reasons)
    return Coupling(edge.caller, edge.callee, edge.calls_per_1000, evidence)
