"""Graphs and cuts for property tests: small, valid, and as odd as the format allows."""

from collections.abc import Mapping
from itertools import combinations, product
from random import Random

from hypothesis import strategies as st

from decomposer.graph import UNKNOWN, Call, Module, MonolithGraph, UseCase
from decomposer.importers.imported import untold_module
from decomposer.knowledge import (
    Characteristics,
    CoChange,
    Constraints,
    Dependency,
    Group,
    Level,
    Relation,
)
from decomposer.partition import Partition

SCALING = ("read-heavy", "write-heavy", "cpu")
SENSITIVITY = ("none", "personal", "credentials", "cards")


@st.composite
def graphs(draw: st.DrawFn, most: int = 8) -> MonolithGraph:
    names = [f"m{i}" for i in range(draw(st.integers(1, most)))]
    modules = tuple(
        Module(
            name=name,
            capability=draw(st.sampled_from("abc")),
            team=draw(st.sampled_from("xyz")),
            scaling=draw(st.sampled_from(SCALING)),
            sensitivity=draw(st.sampled_from(SENSITIVITY)),
            entities=(f"{name}-one", f"{name}-two"),
            immutable=draw(st.sampled_from(((), (f"{name}-one",)))),
            zone=draw(st.sampled_from(("unknown", "staff", "public"))),
            characteristics=draw(_characteristics()),
        )
        for name in names
    )
    count = draw(st.integers(1, 4))
    use_cases = tuple(draw(_use_case(f"use-{i}", names)) for i in range(count))
    return MonolithGraph(
        name="drawn",
        modules=modules,
        use_cases=use_cases,
        relations=tuple(draw(_relations(names))),
        changes=tuple(draw(_changes(names))),
        groups=tuple(draw(_groups(names))),
    )


@st.composite
def _characteristics(draw: st.DrawFn) -> Characteristics:
    level = st.sampled_from((None, *Level))
    return Characteristics(**{name: draw(level) for name in Characteristics.model_fields})


def _pairs(names: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    pairs = list(combinations(names, 2))
    return st.lists(st.sampled_from(pairs), max_size=3, unique=True) if pairs else st.just([])


@st.composite
def _relations(draw: st.DrawFn, names: list[str]) -> list[Relation]:
    kinds = st.sampled_from(("composition", "inheritance", "aggregation", "reference"))
    return [
        Relation.model_validate({"from": a, "to": b, "kind": draw(kinds)})
        for a, b in draw(_pairs(names))
    ]


@st.composite
def _changes(draw: st.DrawFn, names: list[str]) -> list[CoChange]:
    commits = st.integers(1, 50)
    return [CoChange(modules=pair, commits=draw(commits)) for pair in draw(_pairs(names))]


@st.composite
def _groups(draw: st.DrawFn, names: list[str]) -> list[Group]:
    kinds = st.sampled_from(("invariant", "security"))
    return [
        Group(name=f"group-{i}", kind=draw(kinds), modules=pair)
        for i, pair in enumerate(draw(_pairs(names)))
    ]


@st.composite
def _use_case(draw: st.DrawFn, name: str, modules: list[str]) -> UseCase:
    entry = draw(st.sampled_from(modules))
    pairs = [(a, b) for a, b in product(modules, modules) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=5)) if pairs else []
    return UseCase(
        name=name,
        frequency_per_1000=draw(st.integers(1, 200)),
        entry=entry,
        writes=(f"{entry}-one",),
        transaction=draw(st.booleans()),
        latency_critical=draw(st.booleans()),
        calls=tuple(draw(_call(a, b)) for a, b in chosen),
    )


@st.composite
def _call(draw: st.DrawFn, caller: str, callee: str) -> Call:
    fields: Mapping[str, object] = {
        "from": caller,
        "to": callee,
        "access": draw(st.sampled_from(("read", "write"))),
        "entities": [f"{callee}-{draw(st.sampled_from(('one', 'two')))}"],
        "deferred": draw(st.booleans()),
        "payload_kb": draw(st.sampled_from((0, 0.5, 40))),
    }
    return Call.model_validate(fields)


@st.composite
def cuts(draw: st.DrawFn, graph: MonolithGraph) -> Partition:
    services: dict[str, tuple[str, ...]] = {}
    for module in graph.names:
        service = f"s{draw(st.integers(0, len(graph.names) - 1))}"
        services[service] = (*services.get(service, ()), module)
    return Partition("drawn", services)


@st.composite
def graphs_with_cuts(
    draw: st.DrawFn, cuts_wanted: int = 1
) -> tuple[MonolithGraph, *tuple[Partition, ...]]:
    graph = draw(graphs())
    return graph, *(draw(cuts(graph)) for _ in range(cuts_wanted))


def packages(count, size, *, team=lambda _: UNKNOWN, seed=1, constraints=None):
    """Modules that import within their package, and now and then from another."""
    random = Random(seed)  # noqa: S311 - an example
    names = [f"p{number}-m{each}" for number in range(count) for each in range(size)]
    told = {}
    for position, name in enumerate(names):
        package = position // size
        for _ in range(4):
            inside = random.random() < 0.85
            at = package * size + random.randrange(size) if inside else random.randrange(len(names))
            if names[at] != name:
                told[name, names[at]] = 1 + random.randrange(3)
    modules = (untold_module(name, name) for name in names)
    return MonolithGraph(
        name="large",
        modules=tuple(
            module.model_copy(update={"team": team(position // size)})
            for position, module in enumerate(modules)
        ),
        dependencies=tuple(
            Dependency.model_validate({"from": a, "to": b, "count": n})
            for (a, b), n in told.items()
        ),
        constraints=constraints or Constraints(),
    )
