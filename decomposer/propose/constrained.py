"""Hard constraints as the optimisers see them.

Modules that must share a service become one node; what must stay apart costs more than all else
together could win. So every cut of the new matrix that is worth having honours the constraints.
"""

from dataclasses import dataclass
from itertools import combinations

from decomposer.constraints import apart_pairs, bundles
from decomposer.knowledge import Constraints
from decomposer.propose.labels import Gains, Labels, canonical


@dataclass(frozen=True, slots=True)
class Contracted:
    """A smaller problem with the same best cuts."""

    gains: list[list[float]]
    bundles: tuple[tuple[int, ...], ...]
    """Node of the smaller problem -> modules of the original, by position."""
    within: float
    """What the bundles win by themselves, in every cut alike."""

    def expanded(self, labels: Labels) -> Labels:
        """A cut of the nodes as a cut of the modules."""
        found = {
            module: label
            for bundle, label in zip(self.bundles, labels, strict=True)
            for module in bundle
        }
        return canonical([found[module] for module in range(len(found))])


def contracted(gains: Gains, names: tuple[str, ...], constraints: Constraints) -> Contracted:
    """Fold the constraints into the gains."""
    position = {name: index for index, name in enumerate(names)}
    found = tuple(
        tuple(position[name] for name in bundle) for bundle in bundles(constraints, names)
    )
    matrix = [[_between(gains, a, b) if a is not b else 0.0 for b in found] for a in found]
    _forbid(matrix, found, {(position[a], position[b]) for a, b in apart_pairs(constraints)})
    within = sum(gains[i][j] for bundle in found for i, j in combinations(bundle, 2))
    return Contracted(matrix, found, within)


def _between(gains: Gains, a: tuple[int, ...], b: tuple[int, ...]) -> float:
    return sum(gains[i][j] for i in a for j in b)


def _forbid(
    matrix: list[list[float]], found: tuple[tuple[int, ...], ...], apart: set[tuple[int, int]]
) -> None:
    """Make each forbidden pair dearer than everything that sharing could win."""
    everything = 1.0 + sum(abs(gain) for row in matrix for gain in row)
    node = {module: index for index, bundle in enumerate(found) for module in bundle}
    for i, j in apart:
        a, b = node[i], node[j]
        matrix[a][b] = matrix[b][a] = -everything
