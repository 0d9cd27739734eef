"""Which boundaries a word means: a shipped partition, the learner's file, or the proposal."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from content.monolith import partition_names, partition_path
from decomposer.constraints import constrained
from decomposer.documents import DocumentError, Problem
from decomposer.importers.boundaries import load_boundaries, load_constraints, load_start
from decomposer.partition import Partition, monolith
from exercises.monolith.facts import monolith_graph

if TYPE_CHECKING:
    from decomposer.graph import MonolithGraph
    from generators.blueprint import Blueprint

MONOLITH = "monolith"


def shop_graph() -> "MonolithGraph":
    """The coupling graph of the course's monolith: the one that the exercises judge by."""
    return monolith_graph()


def partition_from(word: str, graph: "MonolithGraph | None" = None) -> Partition:
    """The partition named `word`: monolith, domains, reference, proposal, or a boundaries file.

    Raises:
        DocumentError: it is a file that cannot be used.
    """
    graph = graph or shop_graph()
    if word in partition_names():
        return _shipped(word, graph)
    if word == "proposal":
        return _proposal(graph)
    if not Path(word).exists():
        raise DocumentError([_unknown(word)])
    return load_boundaries(Path(word), graph)


@dataclass(frozen=True, slots=True)
class Start:
    """A cut to start from, as far as it fits the graph."""

    partition: Partition
    gone: tuple[str, ...]
    """Modules that it places and the graph has no more."""

    def new(self, after: Partition) -> tuple[str, ...]:
        """The modules that it does not place."""
        placed = self.partition.service_of
        return tuple(name for name in after.service_of if name not in placed)

    def moved(self, after: Partition) -> int:
        """How many modules are elsewhere than most of their old service."""
        import numpy as np

        from decomposer.scale import moved

        before = self.partition.service_of
        labels = [
            np.unique([cut[name] for name in before], return_inverse=True)[1]
            for cut in (before, after.service_of)
        ]
        return moved(*labels)


def start_from(word: str, graph: "MonolithGraph") -> Start:
    """The cut named `word` for a proposal to start from; a file of an earlier graph will do.

    Raises:
        DocumentError: it is a file that cannot be used.
    """
    if Path(word).exists():
        return Start(*load_start(Path(word), graph))
    return Start(partition_from(word, graph), ())


def usual_rival(graph: "MonolithGraph") -> str:
    """The cut to compare with where nobody says: the reference is one of the shop's only."""
    return "reference" if _is_the_shop(graph) else "proposal"


def _shipped(word: str, graph: "MonolithGraph") -> Partition:
    """A shipped cut; of another graph than the shop's there is only the monolith."""
    if _is_the_shop(graph):
        return load_boundaries(partition_path(word), graph)
    if word == MONOLITH:
        return monolith(graph.names)
    raise DocumentError([Problem(word, 0, 0, "cut-of-the-shop", word, (MONOLITH, "proposal"))])


def _is_the_shop(graph: "MonolithGraph") -> bool:
    return set(graph.names) == set(shop_graph().names)


def constrained_by(word: str, graph: "MonolithGraph") -> "MonolithGraph":
    """The graph with the constraints of the boundaries file `word`; as it is, where it is none.

    Raises:
        DocumentError: the file cannot be used.
    """
    if word in {*partition_names(), "proposal"} or not Path(word).exists():
        return graph
    return constrained(graph, load_constraints(Path(word), graph))


def _proposal(graph: "MonolithGraph") -> Partition:
    from decomposer.criteria.pricing import LARGE
    from decomposer.propose import propose

    if len(graph.modules) <= LARGE:
        return propose(graph).partition
    from decomposer.propose.large import large_cut

    return large_cut(graph)[0]


def _unknown(word: str) -> Problem:
    known = (*partition_names(), "proposal")
    near = get_close_matches(word, known, n=1)
    suggestion = near[0] if near else None
    return Problem(word, 0, 0, "boundaries-not-found", word, known, suggestion)


def blueprint_of(partition: Partition, *, name: str) -> "Blueprint":
    """A complete blueprint with these boundaries and the defaults of the course."""
    from exercises import base

    return base.blueprint_of(Partition(name, partition.services))


def services_only(word: str, *, name: str) -> str:
    """The text of a blueprint that holds boundaries and no choices yet: where the course starts."""
    from generators.blueprint import Blueprint, dump_blueprint

    whole = blueprint_of(partition_from(word), name=name)
    return dump_blueprint(Blueprint(name=name, services=whole.services))


def completed(blueprint: "Blueprint") -> "Blueprint":
    """The blueprint with the course's defaults for every section that is not chosen yet."""
    services = {name: service.modules for name, service in blueprint.services.items()}
    defaults = blueprint_of(Partition(blueprint.name, services), name=blueprint.name)
    return blueprint.model_copy(
        update={section: getattr(defaults, section) for section in blueprint.absent}
    )
