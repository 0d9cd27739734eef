"""The best cut for many weights, one after the other."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from decomposer.graph import MonolithGraph
from decomposer.propose.constrained import Contracted, contracted
from decomposer.propose.exact import TOLERANCE, prove
from decomposer.propose.labels import Labels, canonical, value
from decomposer.propose.local_search import search

PROVABLE = 60
"""Modules up to which hundreds of proofs are worth waiting for; above, the search has to do."""
PROOF_SECONDS = 5.0
"""For one proof; a hard one is given up, and said to be."""


@dataclass
class Optimum:
    """Best cuts of one graph; what was best before is where the next search starts."""

    graph: MonolithGraph
    proved: bool = True
    """Every cut that was handed out is proved to be the best of its gains."""
    found: dict[Labels, None] = field(default_factory=dict)
    """Every cut that was best for some gains, in the order of discovery."""

    def __call__(self, gains: NDArray[np.float64]) -> Labels:
        """The cut with the highest gains that honours the graph's constraints."""
        problem = contracted(gains.tolist(), self.graph.names, self.graph.constraints)
        best = problem.expanded(self._best(problem))
        self.found.setdefault(best)
        return best

    def _best(self, problem: Contracted) -> Labels:
        provable = len(problem.gains) <= PROVABLE
        known = [_folded(problem, labels) for labels in self.found]
        fresh = [] if known and provable else [search(problem.gains)]
        start = max((*known, *fresh), key=lambda labels: value(problem.gains, labels))
        if not provable:
            self.proved = False
            return start
        proof = prove(problem.gains, start, PROOF_SECONDS)
        self.proved &= proof.bound - value(problem.gains, proof.labels) <= TOLERANCE
        return proof.labels


def _folded(problem: Contracted, labels: Labels) -> Labels:
    """A cut of the modules as a cut of the bundles that must stay together."""
    return canonical([labels[bundle[0]] for bundle in problem.bundles])
