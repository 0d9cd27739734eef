"""What a picture shows of a graph that it cannot show whole.

Where no use case tells calls, what the code names stands for them. Of very many modules services
are shown, and of those the ones with most to do with each other, and their weightiest links.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from decomposer.criteria.grouping import distinct, listed
from decomposer.criteria.pricing import LARGE
from decomposer.drawing.sheet import Words
from decomposer.graph import UNKNOWN, Access, Call, Module, MonolithGraph, Scaling, UseCase
from decomposer.partition import Partition

SERVICES, CONTEXTS = 40, 24
"""More of them on one sheet nobody can follow; a context takes more room."""
ARROWS = 60
"""Links that can be told apart as lines; a matrix has a cell for each."""

End = tuple[str, str, bool]
"""Who names whom, and whether it waits for nothing."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A graph and a cut as they are drawn."""

    graph: MonolithGraph
    partition: Partition
    notes: tuple[str, ...] = ()
    """What is shown otherwise than asked for, or not at all."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """All that leads from one end to the other."""

    weight: float
    told_by: tuple[str, ...]


def sketch(
    graph: MonolithGraph, partition: Partition, words: Words, most: int | None = ARROWS
) -> Sketch:
    """The graph as it is, where it fits; else services, and at most so many of their links."""
    if len(graph.modules) > LARGE:
        return _of_services(graph, partition, words, most)
    return Sketch(_calling(graph), partition, _coded(graph, words))


def restricted(graph: MonolithGraph, partition: Partition, words: Words) -> Sketch:
    """The modules, but those only of the services with most to do with each other, and links."""
    told, notes = _calling(graph), _coded(graph, words)
    if len(partition.services) <= CONTEXTS and len(graph.modules) <= LARGE:
        return Sketch(told, partition, notes)
    ties = {ends: tie for ends, tie in _ties(graph, partition.service_of).items() if _apart(ends)}
    kept = _busiest(partition, ties, CONTEXTS)
    links = sorted(
        (ends for ends in ties if ends[0] in kept and ends[1] in kept),
        key=lambda ends: -ties[ends].weight,
    )
    part = Partition(partition.name, {name: partition.services[name] for name in kept})
    held = part.service_of
    modules = tuple(module for module in graph.modules if module.name in held)
    inner = told.model_copy(
        update={"modules": modules, "use_cases": tuple(_within(told, part, set(links[:ARROWS])))}
    )
    facts = {
        "services": len(kept),
        "of": len(partition.services),
        "links": min(len(links), ARROWS),
        "all": len(ties),
    }
    return Sketch(inner, part, (words("sketch-map", **facts), *notes))


def _coded(graph: MonolithGraph, words: Words) -> tuple[str, ...]:
    """What is said where code stands for calls."""
    return () if graph.use_cases or not graph.dependencies else (words("sketch-code"),)


def _calling(graph: MonolithGraph) -> MonolithGraph:
    """The graph with what its code names as calls, where it tells none."""
    if graph.use_cases or not graph.dependencies:
        return graph
    ties = _ties(graph, {name: name for name in graph.names})
    return graph.model_copy(update={"use_cases": _use_cases(ties)})


def _of_services(
    graph: MonolithGraph, partition: Partition, words: Words, most: int | None
) -> Sketch:
    ties = {ends: tie for ends, tie in _ties(graph, partition.service_of).items() if _apart(ends)}
    kept = _busiest(partition, ties, SERVICES)
    inside = {ends: tie for ends, tie in ties.items() if ends[0] in kept and ends[1] in kept}
    shown = dict(sorted(inside.items(), key=lambda each: -each[1].weight)[:most])
    label = {
        name: words("sketch-held", service=name, modules=len(partition.services[name]))
        for name in kept
    }
    labelled = {(label[a], label[b], free): tie for (a, b, free), tie in shown.items()}
    modules = tuple(_untold(each) for each in label.values())
    whole = sum(tie.weight for tie in ties.values())
    facts = {
        "services": len(kept),
        "of": len(partition.services),
        "links": len(shown),
        "all": len(ties),
        "percent": 100 * sum(tie.weight for tie in shown.values()) / whole if whole else 100.0,
    }
    told = MonolithGraph(name=graph.name, modules=modules, use_cases=_use_cases(labelled))
    cut = Partition(partition.name, {name: (label[name],) for name in kept})
    return Sketch(told, cut, (words("sketch-services", **facts), *_coded(graph, words)))


def _apart(ends: End) -> bool:
    return ends[0] != ends[1]


def _ties(graph: MonolithGraph, home: Mapping[str, str]) -> dict[End, _Tie]:
    """What leads from home to home, itself included."""
    weights: dict[End, float] = defaultdict(float)
    told_by: dict[End, list[str]] = defaultdict(list)
    for source, target, free, weight, name in _told(graph):
        ends = home[source], home[target], free
        weights[ends] += weight
        told_by[ends].append(name)
    return {ends: _Tie(weight, tuple(distinct(told_by[ends]))) for ends, weight in weights.items()}


def _told(graph: MonolithGraph) -> Iterator[tuple[str, str, bool, float, str]]:
    for traced in graph.traced_calls():
        call, use_case = traced.call, traced.use_case
        frequency = use_case.frequency_per_1000
        yield call.caller, call.callee, call.deferred, frequency, use_case.name
    for each in () if graph.use_cases else graph.dependencies:
        yield each.source, each.target, False, float(each.count), each.kind


def _busiest(partition: Partition, ties: Mapping[End, _Tie], most: int) -> tuple[str, ...]:
    """The services with the most across their boundaries, in the cut's own order."""
    busy = dict.fromkeys(partition.services, 0.0)
    for (one, other, _), tie in ties.items():
        busy[one] += tie.weight
        busy[other] += tie.weight
    ranked = sorted(partition.services, key=lambda name: (-busy[name], name))[:most]
    return tuple(name for name in partition.services if name in set(ranked))


def _use_cases(ties: Mapping[End, _Tie]) -> tuple[UseCase, ...]:
    """A use case for each tie."""
    return tuple(_use_case(ends, tie) for ends, tie in ties.items() if tie.weight)


def _use_case(ends: End, tie: _Tie) -> UseCase:
    one, other, free = ends
    told: dict[str, object] = {"from": one, "to": other, "access": Access.UNKNOWN, "deferred": free}
    call = Call.model_validate(told)
    name = listed(tie.told_by)
    return UseCase(name=name, frequency_per_1000=tie.weight, entry=one, calls=(call,))


def _within(graph: MonolithGraph, part: Partition, links: set[End]) -> Iterator[UseCase]:
    """The use cases, as far as their calls go along these links."""
    held = part.service_of
    for use_case in graph.use_cases:
        calls = tuple(
            call
            for call in use_case.calls
            if (held.get(call.caller), held.get(call.callee), call.deferred) in links
        )
        if calls:
            entry = use_case.entry if use_case.entry in held else calls[0].caller
            writes = use_case.writes if entry == use_case.entry else ()
            yield use_case.model_copy(update={"calls": calls, "entry": entry, "writes": writes})


def _untold(name: str) -> Module:
    return Module(name=name, capability=UNKNOWN, team=UNKNOWN, scaling=Scaling.UNKNOWN)
