"""The metrics of INESC-ID's Mono2Micro on access sequences: complexity, cohesion, coupling, TSR.

Definitions: Santos and Rito Silva, "A Complexity Metric for Microservices Architecture Migration"
(ICSA 2020), as their tool computes them (socialsoftware/mono2micro, `metrics` and
`functionality/domain/Functionality.java`). Two peculiarities of the tool are kept: an access costs
as many other distributed functionalities as access the entity in *another* mode, reading and
writing being a mode of its own; and of several accesses to an entity in one local transaction only
the first counts, and a write after a read. The tool rounds each part's value to three digits before
it takes the mean; nothing is rounded here.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class LocalTransaction:
    """A stay of a functionality in one part, with all stays that can follow it."""

    part: str
    accesses: set[Access] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    """The entities that it was entered by."""
    following: dict[str, "LocalTransaction"] = field(default_factory=dict)

    def walk(self) -> Iterator["LocalTransaction"]:
        """This one and all that follow; a trace can be longer than any recursion."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += reversed(here.following.values())


def inesc_metrics(
    sequences: Sequences,
    partition: Partition,
    authors: Mapping[str, AbstractSet[str]] | None = None,
) -> InescMetrics:
    """Measure a decomposition; accesses to entities that it does not place are left out."""
    placed = {name: _placed(traces, partition) for name, traces in sequences.items()}
    graphs = {name: local_transactions(traces, partition) for name, traces in placed.items()}
    modes = {name: _modes(traces, partition) for name, traces in placed.items()}
    return InescMetrics(
        complexity=_mean(complexities(graphs, modes, partition).values()),
        cohesion=_mean(_cohesion(modes, set(held)) for held in partition.services.values()),
        coupling=_coupling(graphs, partition),
        tsr=_tsr(authors, partition) if authors else None,
    )


def local_transactions(traces: Iterable[Trace], partition: Partition) -> LocalTransaction:
    """All ways through a functionality as one tree of stays, below a root without accesses."""
    root = LocalTransaction("")
    for trace in traces:
        here = root
        for part, stay in groupby(trace, key=lambda access: partition.service_of[access[1]]):
            accesses = _costly(stay)
            here = here.following.setdefault(part, LocalTransaction(part))
            here.accesses.update(accesses)
            here.first.add(accesses[0][1])
    return root


def complexities(
    graphs: Mapping[str, LocalTransaction], modes: Mapping[str, Modes], partition: Partition
) -> dict[str, float]:
    """What each functionality costs to migrate: 0 where it stays within one part."""
    spans = {
        name: len({partition.service_of[entity] for entity in found})
        for name, found in modes.items()
    }
    distributed = {name: found for name, found in modes.items() if spans[name] > 1}
    accessed = _accessed(distributed)
    return {
        name: float(
            sum(
                len(set().union(*(accessed[access] for access in stay.accesses)) - {name})
                for stay in graph.walk()
            )
        )
        if name in distributed
        else 0.0
        for name, graph in graphs.items()
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


def _placed(traces: Iterable[Trace], partition: Partition) -> tuple[Trace, ...]:
    known = partition.service_of
    return tuple(tuple(access for access in trace if access[1] in known) for trace in traces)


def _costly(stay: Iterable[Access]) -> list[Access]:
    found: dict[str, Mode] = {}
    costly: list[Access] = []
    for mode, entity in stay:
        if entity not in found or (found[entity], mode) == ("R", "W"):
            found[entity] = mode
            costly.append((mode, entity))
    return costly


def _modes(traces: Iterable[Trace], partition: Partition) -> Modes:
    modes: dict[str, set[Mode]] = {}
    for trace in traces:
        for _, stay in groupby(trace, key=lambda access: partition.service_of[access[1]]):
            for mode, entity in _costly(stay):
                modes.setdefault(entity, set()).add(mode)
    return modes


def _cohesion(modes: Mapping[str, Modes], part: AbstractSet[str]) -> float:
    touched = [len(part & found.keys()) / len(part) for found in modes.values()]
    return _mean(share for share in touched if share)


def _coupling(graphs: Mapping[str, LocalTransaction], partition: Partition) -> float:
    """Per ordered pair of parts, the share of the second that the first goes on to at once."""
    entered: dict[tuple[str, str], set[str]] = {}
    for graph in graphs.values():
        for here in graph.walk():
            for part, following in here.following.items():
                if here.part:
                    entered.setdefault((here.part, part), set()).update(following.first)
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
