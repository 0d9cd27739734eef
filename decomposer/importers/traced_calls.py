"""Observed calls as a graph.

Which calls a use case made, Mono2Micro's files do not say: volumes are summed over all of them. So
each observed pair of classes becomes a use case of one call, with its share of all calls as the
frequency. Nothing is invented, and what a class does for the business, who owns it, how it scales
and what data it holds stays unknown.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from decomposer.documents import DocumentError, Problem
from decomposer.graph import Access, Call, MonolithGraph, Title, UseCase
from decomposer.importers.imported import ALL_REQUESTS, Gap, Imported, Names, untold_module
from decomposer.importers.mono2micro import load_observation
from decomposer.metrics.observation import Observation

MOST = 75_000
"""Pairs of classes that a graph file is good for: each is a use case with its call."""
STEP = 1000
"""Pairs between two strokes of the bar."""

Advanced = Callable[[int, int], None]


def load_graph_of_calls(
    use_cases: Path, volumes: Path, advanced: Advanced = lambda _done, _of: None
) -> Imported:
    """Read both files of a Mono2Micro data set as a graph, named after their folder.

    Raises:
        DocumentError: with every problem of the first file that has any; no two classes call each
            other, or more do than a graph file is good for.
    """
    observation = load_observation(use_cases, volumes)
    if not observation.calls:
        raise DocumentError([Problem(str(volumes), 0, 0, "no-calls-between-classes")])
    if len(observation.calls) > MOST:
        params = {"calls": len(observation.calls), "most": MOST}
        raise DocumentError([Problem(str(volumes), 0, 0, "calls-too-many", params=params)])
    return graph_of_calls(observation, volumes.resolve().parent.name, advanced)


def graph_of_calls(
    observation: Observation, name: str, advanced: Advanced = lambda _done, _of: None
) -> Imported:
    """The graph of what was observed."""
    modules = Names("module")
    graph = MonolithGraph(
        name=name,
        modules=tuple(untold_module(modules(found), found) for found in observation.classes),
        use_cases=tuple(_use_cases(observation, modules, advanced)),
    )
    return Imported(graph, tuple(_gaps(observation)))


def _use_cases(observation: Observation, modules: Names, advanced: Advanced) -> Iterator[UseCase]:
    total, names = sum(observation.calls.values()), Names("call")
    for done, ((caller, callee), volume) in enumerate(observation.calls.items(), 1):
        if done % STEP == 0:
            advanced(done, len(observation.calls))
        told = f"{caller} → {callee}"
        call = {"from": modules(caller), "to": modules(callee), "access": Access.UNKNOWN}
        yield UseCase(
            name=names(told),
            title=Title(en=told, ru=told),
            frequency_per_1000=ALL_REQUESTS * volume / total,
            entry=modules(caller),
            calls=(Call.model_validate(call),),
        )


def _gaps(observation: Observation) -> Iterator[Gap]:
    yield Gap("modules-untold", {"modules": len(observation.classes)})
    yield Gap("calls-without-use-cases", {"calls": len(observation.calls)})
    yield Gap("nothing-apart", {})
