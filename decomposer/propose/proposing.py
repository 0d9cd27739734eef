"""The best boundaries for a graph, and how sure that is."""

from dataclasses import dataclass
from time import perf_counter

from decomposer.criteria import DEFAULT_WEIGHTS, Weights, couplings
from decomposer.graph import MonolithGraph
from decomposer.partition import Partition
from decomposer.propose.constrained import Contracted, contracted
from decomposer.propose.labels import Gains, Labels, gain_matrix, groups, stayed, value
from decomposer.propose.local_search import climb, search
from decomposer.propose.naming import service_names
from decomposer.score import Score, score

EXACT_MODULES = 150
"""Above this the linear program alone takes longer than anybody waits."""
WORTH_MOVING = 0.5
"""Points of the total; a cut that is better by less is no reason to draw all boundaries anew."""
TOLERANCE = 1e-6
"""Points of the total within which a cut counts as the best."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Boundaries, their score, and the score that no boundaries exceed."""

    partition: Partition
    score: Score
    proved: bool
    """No partition scores more, by more than a rounding error."""
    bound: float
    """Points of the total; the score itself when proved."""
    gap: float
    """Bound minus score, in points of the total; 0 when proved."""
    against_chance: bool
    """Nothing in the graph argues for apart; likeness was held against chance."""
    seconds: float
    """Spent on searching and proving."""


def propose(
    graph: MonolithGraph,
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    seconds: float = 5.0,
    start: Partition | None = None,
) -> Proposal:
    """Find the partition with the highest total score that honours the graph's constraints.

    It is proved where `seconds` allow. From a `start`, a cut drawn earlier for much the same graph,
    only moves that win are made, unless some other cut is better by `WORTH_MOVING`.
    """
    priced = couplings(graph, weights)
    problem = contracted(gain_matrix(priced), graph.names, graph.constraints)
    gains = problem.gains
    started = perf_counter()
    labels, bound = _bounded(gains, seconds)
    if start:
        near = climb(gains, _started(problem, graph.names, start))
        if value(gains, labels) - value(gains, near) <= WORTH_MOVING:
            labels = near
    labels = stayed(gains, labels)
    elapsed = perf_counter() - started
    found = groups(problem.expanded(labels), graph.names)
    names = service_names(graph, found)
    partition = Partition("proposal", dict(zip(names, found, strict=True)))
    gap = bound - value(gains, labels)
    proved = gap <= TOLERANCE
    result = score(graph, partition, weights)
    return Proposal(
        partition=partition,
        score=result,
        proved=proved,
        bound=result.total if proved else result.total + gap,
        gap=0.0 if proved else gap,
        against_chance=priced.against_chance,
        seconds=elapsed,
    )


def _started(problem: Contracted, names: tuple[str, ...], start: Partition) -> Labels:
    """The cut to start from; a module that it does not know is alone."""
    numbers: dict[str, int] = {}
    homes = (start.service_of.get(names[bundle[0]], f" {bundle[0]}") for bundle in problem.bundles)
    return tuple(numbers.setdefault(home, len(numbers)) for home in homes)


def _bounded(gains: Gains, seconds: float) -> tuple[Labels, float]:
    """The best cut found and what none exceeds; the solver is asked where that leaves a gap."""
    from decomposer.propose.bounds import upper_bound

    labels = search(gains)
    bound = upper_bound(gains)
    if len(gains) > EXACT_MODULES or bound - value(gains, labels) <= TOLERANCE:
        return labels, bound
    from decomposer.propose.exact import prove

    proof = prove(gains, labels, seconds)
    return proof.labels, min(bound, proof.bound)
