"""What must hold in a graph: each rule reports every place that breaks it."""

import math
import re
from collections.abc import Callable, Iterable, Iterator

from decomposer.documents import Violation
from decomposer.documents.problem import Path
from decomposer.graph import MonolithGraph, UseCase
from decomposer.importers.knowledge_rules import KNOWLEDGE_RULES

NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?")
ALL_REQUESTS = 1000.0
ROUNDING = 1e-6


def names_are_plain(graph: MonolithGraph) -> Iterator[Violation]:
    """Names of modules, capabilities, teams and use cases become names of services and labels."""
    for at, name in (*_module_names(graph), *_traits(graph), *_use_case_names(graph)):
        if not NAME.fullmatch(name):
            yield Violation("bad-name", at, name)


def something_is_there(graph: MonolithGraph) -> Iterator[Violation]:
    """Without modules there is nothing to cut; without couplings, nothing to cut by."""
    if not graph.modules:
        yield Violation("graph-without-modules", ("modules",))
    if not (graph.use_cases or graph.dependencies or graph.relations or graph.changes):
        yield Violation("graph-without-use-cases", ("use_cases",))


def modules_are_distinct(graph: MonolithGraph) -> Iterator[Violation]:
    """A module has one entry."""
    yield from _repeated("module-defined-twice", _module_names(graph))


def use_cases_are_distinct(graph: MonolithGraph) -> Iterator[Violation]:
    """A use case has one entry."""
    yield from _repeated("use-case-defined-twice", _use_case_names(graph))


def prefixes_are_distinct(graph: MonolithGraph) -> Iterator[Violation]:
    """A public prefix leads to one module."""
    yield from _repeated(
        "prefix-of-two-modules",
        (
            (("modules", i, "prefix"), module.prefix)
            for i, module in enumerate(graph.modules)
            if module.prefix
        ),
    )


def entities_have_one_owner(graph: MonolithGraph) -> Iterator[Violation]:
    """Two owners of a table are none."""
    owners: dict[str, str] = {}
    for i, module in enumerate(graph.modules):
        for j, entity in enumerate(module.entities):
            if entity in owners:
                at = ("modules", i, "entities", j)
                yield Violation("entity-owned-twice", at, entity, params={"other": owners[entity]})
            owners.setdefault(entity, module.name)


def modules_are_known(graph: MonolithGraph) -> Iterator[Violation]:
    """A use case names modules of the graph only."""
    known = graph.names
    for at, name in _mentions(graph):
        if name not in known:
            yield Violation("module-unknown", at, name, known)


def calls_leave_their_module(graph: MonolithGraph) -> Iterator[Violation]:
    """A call inside a module couples nothing."""
    for i, use_case in enumerate(graph.use_cases):
        for j, call in enumerate(use_case.calls):
            if call.caller == call.callee:
                yield Violation("call-to-itself", ("use_cases", i, "calls", j, "to"), call.callee)


def calls_start_where_the_use_case_is(graph: MonolithGraph) -> Iterator[Violation]:
    """Only the entry and modules already called can call; an unknown one is reported elsewhere."""
    for i, use_case in enumerate(graph.use_cases):
        if use_case.entry not in graph.names:
            continue
        reached = [use_case.entry]
        for j, call in enumerate(use_case.calls):
            if call.caller not in reached and call.caller in graph.names:
                at = ("use_cases", i, "calls", j, "from")
                yield Violation(
                    "caller-not-reached", at, call.caller, params={"use_case": use_case.name}
                )
            reached += [call.caller, call.callee]


def entities_belong_to_whom_they_are_asked_from(graph: MonolithGraph) -> Iterator[Violation]:
    """A call touches what the callee owns, and an entry what it owns itself."""
    owned = {module.name: module.entities for module in graph.modules}
    for at, entity, module in _touches(graph):
        if module in owned and entity not in owned[module]:
            owner = graph.owners.get(entity)
            code = "entity-of-another" if owner else "entity-unknown"
            params = {"module": module, "owner": owner or ""}
            yield Violation(code, at, entity, owned[module], params)


def frequencies_are_shares(graph: MonolithGraph) -> Iterator[Violation]:
    """Frequencies are positive and together no more than all requests."""
    for i, use_case in enumerate(graph.use_cases):
        frequency = use_case.frequency_per_1000
        if not (math.isfinite(frequency) and frequency > 0):
            at = ("use_cases", i, "frequency_per_1000")
            yield Violation("frequency-not-positive", at, f"{frequency:g}")
    total = sum(use_case.frequency_per_1000 for use_case in graph.use_cases)
    if total > ALL_REQUESTS + ROUNDING:
        yield Violation("frequencies-above-1000", ("use_cases",), f"{total:g}", on_key=True)


def transactions_write(graph: MonolithGraph) -> Iterator[Violation]:
    """A transaction in which nobody writes is a mistake of the file."""
    for i, use_case in enumerate(graph.use_cases):
        if use_case.transaction and not use_case.participants:
            yield Violation(
                "transaction-without-writes", ("use_cases", i, "transaction"), use_case.name
            )


RULES: tuple[Callable[[MonolithGraph], Iterable[Violation]], ...] = (
    something_is_there,
    names_are_plain,
    modules_are_distinct,
    use_cases_are_distinct,
    prefixes_are_distinct,
    entities_have_one_owner,
    modules_are_known,
    calls_leave_their_module,
    calls_start_where_the_use_case_is,
    entities_belong_to_whom_they_are_asked_from,
    frequencies_are_shares,
    transactions_write,
    *KNOWLEDGE_RULES,
)


def _module_names(graph: MonolithGraph) -> Iterator[tuple[Path, str]]:
    for i, module in enumerate(graph.modules):
        yield ("modules", i, "name"), module.name


def _traits(graph: MonolithGraph) -> Iterator[tuple[Path, str]]:
    for i, module in enumerate(graph.modules):
        yield ("modules", i, "capability"), module.capability
        yield ("modules", i, "team"), module.team


def _use_case_names(graph: MonolithGraph) -> Iterator[tuple[Path, str]]:
    for i, use_case in enumerate(graph.use_cases):
        yield ("use_cases", i, "name"), use_case.name


def _repeated(code: str, places: Iterable[tuple[Path, str]]) -> Iterator[Violation]:
    seen: set[str] = set()
    for at, value in places:
        if value in seen:
            yield Violation(code, at, value)
        seen.add(value)


def _mentions(graph: MonolithGraph) -> Iterator[tuple[Path, str]]:
    for i, use_case in enumerate(graph.use_cases):
        yield ("use_cases", i, "entry"), use_case.entry
        for j, call in enumerate(use_case.calls):
            yield ("use_cases", i, "calls", j, "from"), call.caller
            yield ("use_cases", i, "calls", j, "to"), call.callee


def _touches(graph: MonolithGraph) -> Iterator[tuple[Path, str, str]]:
    for i, use_case in enumerate(graph.use_cases):
        yield from _own_touches(i, use_case)
        for j, call in enumerate(use_case.calls):
            for k, entity in enumerate(call.entities):
                yield ("use_cases", i, "calls", j, "entities", k), entity, call.callee


def _own_touches(i: int, use_case: UseCase) -> Iterator[tuple[Path, str, str]]:
    for key, entities in (("reads", use_case.reads), ("writes", use_case.writes)):
        for k, entity in enumerate(entities):
            yield ("use_cases", i, key, k), entity, use_case.entry
