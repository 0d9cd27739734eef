"""Each step of a migration: what becomes remote, what has to be split, what it wins and costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decomposer.criteria import DEFAULT_WEIGHTS, Weights
from decomposer.explain import Difference, compare
from decomposer.graph import MonolithGraph
from decomposer.migration.order import strangler_order
from decomposer.migration.sagas import Compensations, SagaNeeded, sagas_needed
from decomposer.partition import Partition, monolith
from decomposer.score import Score, SharedEntity, score

Advanced = Callable[[int, int], None]
REST = "monolith"


@dataclass(frozen=True, slots=True)
class Step:
    """One service leaves the monolith."""

    service: str
    modules: tuple[str, ...]
    score: float
    """Of the cut that runs after this step."""
    change: float
    """Of the score; negative where the step has to be paid for before later ones win it back."""
    calls_per_1000: float
    """Calls that become remote and are waited for, net of those that were remote already."""
    events_per_1000: float
    """Deferred calls that become events."""
    entities: tuple[str, ...]
    """Tables that leave the common database with the service."""
    shared: tuple[SharedEntity, ...]
    """Data that is read or written across the new boundary and needs an API or a copy."""
    sagas: tuple[SagaNeeded, ...]
    reasons: tuple[Difference, ...]
    """What the step changes, weightiest first."""


@dataclass(frozen=True, slots=True)
class Migration:
    """The way from the monolith to a cut."""

    steps: tuple[Step, ...]
    remains: str
    """The service that the monolith has become in the end."""
    start: float
    """The monolith's score."""
    exact: bool
    """Of all orders none has better cuts in between; otherwise each step is the best next one."""


def migration(
    graph: MonolithGraph,
    partition: Partition,
    known: Compensations | None = None,
    weights: Weights = DEFAULT_WEIGHTS,
    advanced: Advanced = lambda _done, _of: None,
) -> Migration:
    """Take the services of a cut out of the monolith, one after the other."""
    order = strangler_order(graph, partition, weights)
    first, *cuts = _cuts(graph, partition, order.services)
    before = start = _Stage(first, score(graph, first, weights))
    steps: list[Step] = []
    for service, cut in zip(order.services, cuts, strict=False):
        after = _Stage(cut, score(graph, cut, weights))
        steps.append(_step(graph, service, (before, after), known or {}, weights))
        before = after
        advanced(len(steps), len(cuts))
    return Migration(tuple(steps), order.services[-1], start.score.total, order.exact)


@dataclass(frozen=True, slots=True)
class _Stage:
    """What runs between two steps."""

    cut: Partition
    score: Score


def _cuts(
    graph: MonolithGraph, partition: Partition, order: tuple[str, ...]
) -> Iterator[Partition]:
    """The cut before the first step, and after each."""
    rest = REST if REST not in partition.services else f"{REST}-rest"
    yield monolith(graph.names, rest)
    for taken in range(1, len(order)):
        out = {service: partition.services[service] for service in order[:taken]}
        left = tuple(m for service in order[taken:] for m in partition.services[service])
        name = rest if taken < len(order) - 1 else order[-1]
        yield Partition(f"step-{taken}", {**out, name: left})


def _step(
    graph: MonolithGraph,
    service: str,
    stages: tuple[_Stage, _Stage],
    known: Compensations,
    weights: Weights,
) -> Step:
    was, now = (stage.score for stage in stages)
    cuts = stages[0].cut, stages[1].cut
    modules = cuts[1].services[service]
    before = set(was.crossing.shared)
    deferred = [
        sum(call.per_1000 for call in result.crossing.calls if call.deferred)
        for result in (was, now)
    ]
    return Step(
        service=service,
        modules=modules,
        score=now.total,
        change=now.total - was.total,
        calls_per_1000=now.crossing.calls_per_1000 - was.crossing.calls_per_1000,
        events_per_1000=deferred[1] - deferred[0],
        entities=tuple(e for module in modules for e in graph.module(module).entities),
        shared=tuple(item for item in now.crossing.shared if item not in before),
        sagas=tuple(sagas_needed(graph, *cuts, known)),
        reasons=compare(graph, *cuts, weights),
    )
