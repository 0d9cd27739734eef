"""What a graph argues where nothing in it argues for apart: likeness, held against chance.

Calls alone put everything together, and a busy module together with everything. So modules are
compared by the measures of Santos and Rito Silva ("A Complexity Metric for Microservices
Architecture Migration", ICSA 2020), in equal parts: how many of the use cases that touch, read or
write one also do so to the other, and how often a use case goes directly from one to the other, as
a share of the most frequent such step. Their first three divide by the use cases of one of the two,
which depends on the order of the pair; here, as in Mono2Micro (Kalia et al., FSE 2021), by those of
either (Jaccard). All other evidence likewise counts by its share of what is said about either.

Apart argues the null model of Reichardt and Bornholdt ("Statistical mechanics of community
detection", Physical Review E 74, 2006) for a random graph of the same density: each pair alike, and
in all as much as what argues for together. So two modules gain by sharing a service when they are
more alike than two modules are on average.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from math import log1p

from decomposer.criteria.evidence import Criterion, Direction, Evidence, Pair, pair
from decomposer.graph import Access, MonolithGraph, UseCase

CHANCE = "chance"
SHARED_USE = "shared-use"
TOLD_BY_USE = frozenset({"call", "event", "entity", "transaction"})
"""What use cases say; likeness says it once, relative to how much either module is used."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A use case as likeness sees it."""

    name: str
    weight: float
    """ln(1 + how often it runs): damped like calls."""
    touched: AbstractSet[str]
    read: AbstractSet[str]
    written: AbstractSet[str]
    steps: AbstractSet[tuple[str, str]]
    """From which module it goes on to which."""

    @property
    def measures(self) -> tuple[AbstractSet[str], ...]:
        """By each of which modules are alike."""
        return self.touched, self.read, self.written

    def pairs(self) -> Iterator[tuple[int, Pair]]:
        """The pairs of each measure, with its position."""
        for measure, modules in enumerate(self.measures):
            for a, b in combinations(sorted(modules), 2):
                yield measure, Pair(a, b)


def argues_apart(evidence: Iterable[Evidence]) -> bool:
    """Whether anything here is a reason to keep modules apart."""
    return any(item.direction is Direction.APART for item in evidence)


def against_chance(
    graph: MonolithGraph, criterion: Criterion, evidence: Iterable[Evidence]
) -> Iterator[Evidence]:
    """A criterion's evidence for together made relative, and what chance argues against it."""
    items = list(_relative([item for item in evidence if item.code not in TOLD_BY_USE]))
    known = {name for item in items for name in item.modules}
    if criterion is Criterion.CAPABILITY:
        used, touched = shared_use(graph)
        items += used
        known |= touched
    yield from items
    for a, b in combinations(sorted(known) if items else (), 2):
        yield Evidence(criterion, CHANCE, Direction.APART, Pair(a, b), 1.0, CHANCE)


def shared_use(graph: MonolithGraph) -> tuple[list[Evidence], set[str]]:
    """What use cases say of their pairs, and the modules that they are about."""
    uses = [_use(use_case) for use_case in graph.use_cases]
    return list(_shared_use(uses)), {name for use in uses for name in use.touched}


def _relative(evidence: Collection[Evidence]) -> Iterator[Evidence]:
    """Each piece by its share of all that is said about either module."""
    between: dict[Pair, float] = defaultdict(float)
    about: dict[str, float] = defaultdict(float)
    for item in evidence:
        between[item.modules] += item.weight
        for name in item.modules:
            about[name] += item.weight
    for item in evidence:
        a, b = item.modules
        yield replace(item, weight=item.weight / (about[a] + about[b] - between[item.modules]))


def _shared_use(uses: Collection[_Use]) -> Iterator[Evidence]:
    """Per use case and pair, its share of the use cases of either, summed over the measures."""
    of_either, most = _of_either(uses), _most_steps(uses)
    for use in uses:
        shares: dict[Pair, float] = defaultdict(float)
        for measure, names in use.pairs():
            shares[names] += use.weight / of_either[measure, names]
        for step in use.steps:
            shares[pair(*step)] += use.weight / most
        for names, share in shares.items():
            yield Evidence(
                Criterion.CAPABILITY,
                SHARED_USE,
                Direction.TOGETHER,
                names,
                share,
                use.name,
                {"first": names.first, "second": names.second},
            )


def _of_either(uses: Iterable[_Use]) -> dict[tuple[int, Pair], float]:
    """By measure and pair that some use case shares, the weight of the use cases of either."""
    both: dict[tuple[int, Pair], float] = defaultdict(float)
    single: dict[tuple[int, str], float] = defaultdict(float)
    for use in uses:
        for key in use.pairs():
            both[key] += use.weight
        for measure, modules in enumerate(use.measures):
            for name in modules:
                single[measure, name] += use.weight
    return {
        (measure, names): single[measure, names.first] + single[measure, names.second] - shared
        for (measure, names), shared in both.items()
    }


def _most_steps(uses: Iterable[_Use]) -> float:
    """The weight of the steps between the two modules that most use cases step between."""
    steps: dict[Pair, float] = defaultdict(float)
    for use in uses:
        for step in use.steps:
            steps[pair(*step)] += use.weight
    return max(steps.values(), default=1.0)


def _use(use_case: UseCase) -> _Use:
    calls = use_case.calls
    touched = {use_case.entry, *(call.callee for call in calls)}
    written = {call.callee for call in calls if call.access is Access.WRITE}
    read = {call.callee for call in calls if call.access is not Access.WRITE}
    written |= {use_case.entry} if use_case.writes else set()
    read |= {use_case.entry} if use_case.reads else set()
    steps = {(call.caller, call.callee) for call in calls}
    return _Use(use_case.name, log1p(use_case.frequency_per_1000), touched, read, written, steps)
