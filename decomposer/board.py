"""A cut that is being edited: what a move would do, without scoring everything anew.

A move touches the pairs of one module only. `Board.preview` sums those, which takes microseconds
where a whole score takes milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from decomposer.criteria import DEFAULT_WEIGHTS, Criterion, Weights, couplings
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition

Row = Mapping[str, float]
"""Points of a criterion that keeping a module together with each other one wins."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The score that a move would lead to."""

    total: float
    criteria: Mapping[Criterion, float]
    change: float
    """Of the total; positive is better."""


@dataclass(frozen=True, slots=True)
class Board:
    """A partition with its running score. A move makes a new board."""

    partition: Partition
    criteria: Mapping[Criterion, float]
    shares: Mapping[Criterion, float]
    """Each criterion's part of the total, from 0 to 1."""
    rows: Mapping[Criterion, Mapping[str, Row]]

    @classmethod
    def of(
        cls, graph: MonolithGraph, partition: Partition, weights: Weights = DEFAULT_WEIGHTS
    ) -> "Board":
        """The board that shows `partition`."""
        priced = couplings(graph, weights)
        return cls(partition, priced.criteria(partition), priced.shares, _rows(graph, weights))

    @property
    def total(self) -> float:
        """The score, as `decomposer.score` would give it."""
        return sum(self.shares[criterion] * value for criterion, value in self.criteria.items())

    def preview(self, module: str, service: str) -> Preview:
        """The score after `module` has gone to `service`, which may be new."""
        gained = self._changes(module, service)
        criteria = {
            criterion: value + gained[criterion] for criterion, value in self.criteria.items()
        }
        change = sum(self.shares[criterion] * value for criterion, value in gained.items())
        return Preview(self.total + change, criteria, change)

    def move(self, module: str, service: str) -> "Board":
        """The board after the move.

        Raises:
            UnknownModuleError: the graph has no such module.
        """
        partition = self.partition.move(module, service)
        return replace(self, partition=partition, criteria=self.preview(module, service).criteria)

    def best_moves(self, module: str) -> tuple[tuple[str, Preview], ...]:
        """Every other service with what moving there would do, best first."""
        home = self.partition.service_of[module]
        others = (service for service in self.partition.services if service != home)
        previews = ((service, self.preview(module, service)) for service in others)
        return tuple(sorted(previews, key=lambda found: (-found[1].change, found[0])))

    def _changes(self, module: str, service: str) -> dict[Criterion, float]:
        home = self.partition.service_of[module]
        if home == service:
            return dict.fromkeys(self.rows, 0.0)
        left = self.partition.services[home]
        joined = self.partition.services.get(service, ())
        return {
            criterion: _sum(rows[module], joined) - _sum(rows[module], left)
            for criterion, rows in self.rows.items()
        }


def _sum(row: Row, modules: tuple[str, ...]) -> float:
    return sum(row.get(module, 0.0) for module in modules)


@lru_cache(maxsize=8)
def _rows(graph: MonolithGraph, weights: Weights) -> Mapping[Criterion, Mapping[str, Row]]:
    rows: dict[Criterion, dict[str, dict[str, float]]] = {}
    for criterion, gains in couplings(graph, weights).gains.items():
        rows[criterion] = {name: {} for name in graph.names}
        for (a, b), gain in gains.items():
            rows[criterion][a][b] = rows[criterion][b][a] = gain
    return rows
