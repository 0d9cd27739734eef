"""The metrics of INESC-ID's Mono2Micro on access sequences: complexity, cohesion, coupling, TSR.

Definitions: Santos and Rito Silva, "A Complexity Metric for Microservices Architecture Migration"
(ICSA 2020), as their tool computes them (socialsoftware/mono2micro, `metrics` and
`functionality/domain/Functionality.java`). Two peculiarities of the tool are kept: an access costs
as many other distributed functionalities as access the entity in *another* mode, reading and
writing being a mode of its own; and of several accesses to an entity in one local transaction only
the first counts, and a write after a read. The tool rounds each part's value to three digits before
it takes the mean; nothing is rounded here. TSR: Lourenço and Rito Silva, "Monolith Development
History for Microservices Identification: a Comparative Analysis" (2022, arXiv:2212.11656).

The complexities of the 122 functionalities of LdoD in the expert's cut, which the replication
package of the first paper lists (`data/icsa2020` in that repository), come out the same, each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from decomposer.partition import Partition

Mode = Literal["R", "W"]
MODES: tuple[Mode, ...] = ("R", "W")
Access = tuple[Mode, str]
"""How, and which entity."""
Trace = tuple[Access, ...]
Sequences = Mapping[str, tuple[Trace, ...]]
"""Functionality -> the recorded ways through it."""
Stay = frozenset[Access]
"""What a functionality accesses in one part before it goes on to another."""
Modes = Mapping[str, AbstractSet[Mode]]
"""Entity -> how a functionality accesses it."""


@dataclass(frozen=True, slots=True)
class InescMetrics:
    """The tool's four figures of a decomposition."""

    complexity: float
    """Mean over the functionalities; 0 and more, lower is better."""
    cohesion: float
    """Mean over the parts of how much of a part its functionalities touch, 0 to 1."""
    coupling: float
    """Mean over the parts of how much of other parts they go on to first, 0 to 1."""
    tsr: float | None
    """Team size reduction: mean authors per part over all authors; None without authors."""


@dataclass(frozen=True, slots=True)
class LocalTransactions:
    """The stays of a functionality in one part after another, over all ways through it."""

    stays: Mapping[Stay, int]
    """What is accessed in a stay -> in how many stays just that is."""
    onward: Mapping[tuple[str, str], AbstractSet[str]]
    """From one part to another -> the entities that the second is entered by."""

    @property
    def modes(self) -> Modes:
        """How the functionality accesses each entity."""
        found: dict[str, set[Mode]] = {}
        for mode, entity in set().union(*self.stays):
            found.setdefault(entity, set()).add(mode)
        return found


def inesc_metrics(
    sequences: Sequences,
    partition: Partition,
    authors: Mapping[str, AbstractSet[str]] | None = None,
) -> InescMetrics:
    """Measure a decomposition; accesses to entities that it does not place are left out."""
    found = {name: local_transactions(traces, partition) for name, traces in sequences.items()}
    modes = {name: each.modes for name, each in found.items()}
    return InescMetrics(
        complexity=_mean(_complexities(found, modes, partition).values()),
        cohesion=_mean(_cohesion(modes, set(held)) for held in partition.services.values()),
        coupling=_coupling(found, partition),
        tsr=_tsr(authors, partition) if authors else None,
    )


def complexities(sequences: Sequences, partition: Partition) -> dict[str, float]:
    """What each functionality costs to migrate: 0 where it stays within one part."""
    found = {name: local_transactions(traces, partition) for name, traces in sequences.items()}
    return _complexities(found, {name: each.modes for name, each in found.items()}, partition)


def local_transactions(traces: Iterable[Trace], partition: Partition) -> LocalTransactions:
    """The stays of all ways through a functionality; ways that begin alike share their stays."""
    home = partition.service_of
    same: dict[Stay, Stay] = {}
    stays: list[Stay] = [frozenset()]
    following: dict[str, dict[int, int]] = {part: {} for part in partition.services}
    onward: dict[tuple[str, str], set[str]] = {}
    for trace in traces:
        placed = (access for access in trace if access[1] in home)
        here, left = 0, ""
        for part, stay in groupby(placed, key=lambda access: home[access[1]]):
            accesses = _costly(stay)
            at = following[part].setdefault(here, len(stays))
            if at == len(stays):
                stays.append(frozenset())
            found = stays[at].union(accesses)
            stays[at] = same.setdefault(found, found)
            if left:
                onward.setdefault((left, part), set()).add(accesses[0][1])
            here, left = at, part
    return LocalTransactions(Counter(stays[1:]), onward)


def _complexities(
    found: Mapping[str, LocalTransactions], modes: Mapping[str, Modes], partition: Partition
) -> dict[str, float]:
    spans = {
        name: len({partition.service_of[entity] for entity in used}) for name, used in modes.items()
    }
    distributed = {name: used for name, used in modes.items() if spans[name] > 1}
    accessed = _accessed(distributed)
    return {
        name: float(
            sum(
                times * len(set().union(*(accessed[access] for access in stay)) - {name})
                for stay, times in each.stays.items()
            )
        )
        if name in distributed
        else 0.0
        for name, each in found.items()
    }


def _accessed(distributed: Mapping[str, Modes]) -> dict[Access, set[str]]:
    """Who sees, or makes, what an access leaves half done: accesses the entity in another mode."""
    found: dict[Access, set[str]] = {}
    for name, modes in distributed.items():
        for entity, used in modes.items():
            for mode in MODES:
                others = found.setdefault((mode, entity), set())
                if used != {mode}:
                    others.add(name)
    return found


def _costly(stay: Iterable[Access]) -> list[Access]:
    found: dict[str, Mode] = {}
    costly: list[Access] = []
    for mode, entity in stay:
        if entity not in found or (found[entity], mode) == ("R", "W"):
            found[entity] = mode
            costly.append((mode, entity))
    return costly


def _cohesion(modes: Mapping[str, Modes], part: AbstractSet[str]) -> float:
    touched = [len(part & found.keys()) / len(part) for found in modes.values()]
    return _mean(share for share in touched if share)


def _coupling(found: Mapping[str, LocalTransactions], partition: Partition) -> float:
    """Per ordered pair of parts, the share of the second that the first goes on to at once."""
    entered: dict[tuple[str, str], set[str]] = {}
    for each in found.values():
        for pair, first in each.onward.items():
            entered.setdefault(pair, set()).update(first)
    shares = (len(first) / len(partition.services[part]) for (_, part), first in entered.items())
    parts = len(partition.services)
    return sum(shares) / (parts * (parts - 1)) if parts > 1 else 0.0


def _tsr(authors: Mapping[str, AbstractSet[str]], partition: Partition) -> float:
    everybody = {author for found in authors.values() for author in found}
    teams = (
        {author for entity in held for author in authors.get(entity, ())}
        for held in partition.services.values()
    )
    return _mean(len(team) for team in teams) / len(everybody) if everybody else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
