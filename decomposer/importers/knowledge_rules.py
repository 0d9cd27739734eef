"""What must hold in what is known of modules beside their calls."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from decomposer.constraints import apart_pairs, bundles
from decomposer.documents import Violation
from decomposer.documents.problem import Path
from decomposer.graph import MonolithGraph

_PAIR = 2


def named_modules_are_known(graph: MonolithGraph) -> Iterator[Violation]:
    """Dependencies, relations, changes, groups and constraints name modules of the graph only."""
    known = frozenset(graph.names)
    for at, name in _mentions(graph):
        if name not in known:
            yield Violation("module-unknown", at, name, graph.names)


def relations_join_two(graph: MonolithGraph) -> Iterator[Violation]:
    """A relation or a dependency of a module with itself couples nothing."""
    for i, relation in enumerate(graph.relations):
        if relation.source == relation.target:
            yield Violation("relation-to-itself", ("relations", i, "to"), relation.target)
    for i, dependency in enumerate(graph.dependencies):
        if dependency.source == dependency.target:
            yield Violation("relation-to-itself", ("dependencies", i, "to"), dependency.target)


def dependencies_are_told_once(graph: MonolithGraph) -> Iterator[Violation]:
    """A dependency of a kind is told once for each direction, and stands somewhere."""
    seen: set[tuple[str, str, str]] = set()
    for i, each in enumerate(graph.dependencies):
        key = (each.source, each.target, each.kind)
        if key in seen:
            at = ("dependencies", i)
            yield Violation("pair-told-twice", at, f"{each.source}, {each.target}")
        seen.add(key)
        if each.count < 1:
            yield Violation("count-not-positive", ("dependencies", i, "count"), str(each.count))


def changes_join_two(graph: MonolithGraph) -> Iterator[Violation]:
    """Change coupling is between two modules, told once, and has been seen."""
    seen: set[frozenset[str]] = set()
    for i, change in enumerate(graph.changes):
        a, b = change.modules
        if a == b:
            yield Violation("relation-to-itself", ("changes", i, "modules", 1), b)
        if frozenset(change.modules) in seen:
            yield Violation("pair-told-twice", ("changes", i, "modules"), f"{a}, {b}")
        seen.add(frozenset(change.modules))
        if change.commits < 1:
            yield Violation("commits-not-positive", ("changes", i, "commits"), str(change.commits))


def groups_have_members(graph: MonolithGraph) -> Iterator[Violation]:
    """A group or a constraint is about two modules at least, each named once."""
    for at, modules in _lists(graph):
        if len(set(modules)) < _PAIR:
            yield Violation("group-too-small", at, ", ".join(modules))
        elif len(set(modules)) < len(modules):
            yield Violation("group-repeats", at, _repeated(modules))


def immutable_entities_are_owned(graph: MonolithGraph) -> Iterator[Violation]:
    """A module says so of its own entities only."""
    for i, module in enumerate(graph.modules):
        for j, entity in enumerate(module.immutable):
            if entity not in module.entities:
                at = ("modules", i, "immutable", j)
                params = {"module": module.name}
                yield Violation("entity-unknown", at, entity, module.entities, params)


def constraints_agree(graph: MonolithGraph) -> Iterator[Violation]:
    """What must share a service, also by way of others, need not be apart."""
    constraints, known = graph.constraints, frozenset(graph.names)
    if not all(known.issuperset(group) for group in (*constraints.together, *constraints.apart)):
        return  # reported as unknown modules
    together = {name: bundle for bundle in bundles(constraints, graph.names) for name in bundle}
    for i, group in enumerate(constraints.apart):
        one = constraints.model_copy(update={"apart": (group,)})
        for a, b in apart_pairs(one):
            if a != b and together[a] is together[b]:
                params = {"other": b, "bundle": ", ".join(together[a])}
                at = ("constraints", "apart", i, group.index(b))
                yield Violation("constraints-contradict", at, a, params=params)


KNOWLEDGE_RULES: tuple[Callable[[MonolithGraph], Iterable[Violation]], ...] = (
    named_modules_are_known,
    relations_join_two,
    dependencies_are_told_once,
    changes_join_two,
    groups_have_members,
    immutable_entities_are_owned,
    constraints_agree,
)


def _mentions(graph: MonolithGraph) -> Iterator[tuple[Path, str]]:
    for i, dependency in enumerate(graph.dependencies):
        yield ("dependencies", i, "from"), dependency.source
        yield ("dependencies", i, "to"), dependency.target
    for i, relation in enumerate(graph.relations):
        yield ("relations", i, "from"), relation.source
        yield ("relations", i, "to"), relation.target
    for i, change in enumerate(graph.changes):
        yield from (((("changes", i, "modules", j)), name) for j, name in enumerate(change.modules))
    for at, modules in _lists(graph):
        yield from (((*at, j), name) for j, name in enumerate(modules))


def _lists(graph: MonolithGraph) -> Iterator[tuple[Path, Sequence[str]]]:
    for i, group in enumerate(graph.groups):
        yield ("groups", i, "modules"), group.modules
    for kind in ("together", "apart"):
        for i, modules in enumerate(getattr(graph.constraints, kind)):
            yield ("constraints", kind, i), modules


def _repeated(modules: Sequence[str]) -> str:
    return next(name for name in modules if modules.count(name) > 1)
