"""Cuts as numbers: the form in which the optimisers see a partition.

`gains[i][j]` is what keeping modules i and j together wins; `labels[i]` is the group of module i.
"""

from collections import Counter
from collections.abc import Sequence

from decomposer.criteria import Couplings

Gains = Sequence[Sequence[float]]
Labels = tuple[int, ...]


def gain_matrix(priced: Couplings) -> list[list[float]]:
    """The pair gains as a symmetric matrix in the order of `priced.names`."""
    index = {name: position for position, name in enumerate(priced.names)}
    matrix = [[0.0] * len(index) for _ in index]
    for (a, b), gain in priced.pair_gains().items():
        matrix[index[a]][index[b]] = matrix[index[b]][index[a]] = gain
    return matrix


def value(gains: Gains, labels: Sequence[int]) -> float:
    """The gains of all pairs that share a group."""
    return sum(gains[i][j] for i in range(len(labels)) for j in range(i) if labels[i] == labels[j])


def canonical(labels: Sequence[int]) -> Labels:
    """The same groups, numbered in the order of their first members."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(label, len(numbers)) for label in labels)


def groups(labels: Sequence[int], names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The groups by module name, in the order of their first members."""
    found: dict[int, list[str]] = {}
    for name, label in zip(names, labels, strict=True):
        found.setdefault(label, []).append(name)
    return tuple(tuple(members) for members in found.values())


def stayed(gains: Gains, labels: Labels) -> Labels:
    """The same cut with every module that no evidence is about in the largest group.

    It is worth the same anywhere. A service of its own has to be run, and what nobody can place
    stays in what is left of the monolith.
    """
    placed = [any(row) for row in gains]
    if not any(placed):
        return labels
    sizes = Counter(label for label, known in zip(labels, placed, strict=True) if known)
    largest = max(sizes, key=lambda label: (sizes[label], -label))
    return canonical(
        [label if known else largest for label, known in zip(labels, placed, strict=True)]
    )
