"""Conway's law over a cut: which teams have to agree, how often, and where boundaries disagree.

A change touches modules; the services that hold them have to be released, and every team that owns
a part of such a service takes part. All but the first are hand-offs (Conway, "How Do Committees
Invent?", 1968; Skelton and Pais, "Team Topologies", 2019).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from decomposer.graph import UNKNOWN, MonolithGraph
from decomposer.partition import Partition


@dataclass(frozen=True, slots=True)
class TeamPair:
    """Two teams that have to agree."""

    first: str
    second: str
    share: float
    """Of all changes, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class HandOffs:
    """What a cut asks of the teams."""

    basis: Literal["history", "use-cases"]
    """Commits that changed two modules, or, without a history, a change to each use case once."""
    changes: int
    per_change: float
    """Expected hand-offs."""
    pairs: tuple[TeamPair, ...]
    """Most frequent first."""
    mixed: Mapping[str, tuple[str, ...]]
    """Services that several teams release together."""
    spread: Mapping[str, tuple[str, ...]]
    """Teams that run several services."""


def hand_offs(graph: MonolithGraph, partition: Partition) -> HandOffs:
    """Count who has to agree with whom, for the changes that are known or to be expected."""
    owners = _owners(graph, partition)
    met: Counter[tuple[str, str]] = Counter()
    changes = further = 0
    for modules, times in _changes(graph):
        services = {partition.service_of[module] for module in modules}
        teams = sorted({team for service in services for team in owners[service]})
        changes += times
        further += times * max(0, len(teams) - 1)
        met.update(dict.fromkeys(combinations(teams, 2), times))
    pairs = (TeamPair(*pair, times / changes) for pair, times in met.items())
    return HandOffs(
        basis="history" if graph.changes else "use-cases",
        changes=changes,
        per_change=further / changes if changes else 0.0,
        pairs=tuple(sorted(pairs, key=lambda pair: (-pair.share, pair.first, pair.second))),
        mixed={service: teams for service, teams in owners.items() if len(teams) > 1},
        spread=_spread(owners),
    )


def _changes(graph: MonolithGraph) -> Iterable[tuple[tuple[str, ...], int]]:
    if graph.changes:
        return [(change.modules, change.commits) for change in graph.changes]
    return [
        (tuple(dict.fromkeys((case.entry, *(call.callee for call in case.calls)))), 1)
        for case in graph.use_cases
    ]


def _owners(graph: MonolithGraph, partition: Partition) -> dict[str, tuple[str, ...]]:
    teams = {
        service: dict.fromkeys(graph.module(module).team for module in modules)
        for service, modules in partition.services.items()
    }
    return {
        service: tuple(team for team in found if team != UNKNOWN)
        for service, found in teams.items()
    }


def _spread(owners: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    teams = dict.fromkeys(team for found in owners.values() for team in found)
    run = {team: tuple(s for s, found in owners.items() if team in found) for team in teams}
    return {team: services for team, services in run.items() if len(services) > 1}
