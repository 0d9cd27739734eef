"""The learner's cut, its score, and what its services hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from decomposer.documents import Source, parse_yaml
from decomposer.importers.boundaries import parse_boundaries
from decomposer.propose import propose
from decomposer.score import Score, score
from exercises.answer import Answer
from exercises.monolith.facts import Facts, monolith_graph

FILE = "boundaries.yaml"
CREDENTIALS = 2.0
"""From this sensitivity on, isolation is a reason to cut through a transaction."""


@dataclass(frozen=True, slots=True)
class CutEvidence:
    """Boundaries with everything that is known of them."""

    source: Source
    facts: Facts
    score: Score
    best: float
    """The highest total there is for this graph."""

    def torn(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Modules of one capability and team that are apart although a transaction joins them."""
        modules = self.facts.graph.modules
        for position, one in enumerate(modules):
            for other in modules[position + 1 :]:
                alike = (one.capability, one.team) == (other.capability, other.team)
                apart = not self.facts.cut.together(one.name, other.name)
                if alike and apart and not self._isolated(one.name, other.name):
                    joint = self._joint(one.name, other.name)
                    if joint:
                        yield one.name, other.name, joint

    def _joint(self, one: str, other: str) -> tuple[str, ...]:
        cases = self.facts.graph.use_cases
        return tuple(case.name for case in cases if {one, other} <= set(case.participants))

    def _isolated(self, one: str, other: str) -> bool:
        harms = {self.facts.module_harm(one), self.facts.module_harm(other)}
        return len(harms) > 1 and max(harms) >= CREDENTIALS


def read(answer: Answer) -> CutEvidence:
    """Parse and score the learner's boundaries."""
    text = answer.text(FILE)
    graph = monolith_graph()
    cut = parse_boundaries(text, FILE, graph)
    return CutEvidence(parse_yaml(text, FILE), Facts(graph, cut), score(graph, cut), best_total())


@cache
def best_total() -> float:
    """The proven optimum's total."""
    return propose(monolith_graph()).score.total
