"""Read and write access sequences: the AcmeShop, LdoD and PetClinic format.

The collectors of INESC's Mono2Micro (socialsoftware/mono2micro) write one file of functionalities
with the accesses to domain entities in order, `[["R", 7], ["W", 7]]`, and one that names the
entities. Each entity becomes a module with one table. As in that group's complexity metric, going
on from one entity to another is a step that can cross a boundary, and a functionality is one
transaction of all that it writes (Santos and Rito Silva, "A Complexity Metric for Microservices
Architecture Migration", ICSA 2020).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby, islice, pairwise
from operator import itemgetter
from pathlib import Path as FilePath
from typing import Any

from pydantic import ConfigDict, RootModel, StrictStr

from decomposer.documents import Model, Violation, validate
from decomposer.documents.problem import Path
from decomposer.graph import Access, Call, Module, MonolithGraph, Title, UseCase
from decomposer.importers.imported import Gap, Imported, Names, equal_share, untold_module
from decomposer.importers.json_documents import read_json
from decomposer.metrics.inesc import Sequences

MODES = {"R": Access.READ, "W": Access.WRITE}
SHOWN = 50
"""Wrong accesses that are located; a file can hold millions."""

LINE = 40
"""Characters of a wrong access that are shown."""

Step = tuple[str, Access]


class Trace(Model):
    """One recorded way through a functionality."""

    id: int
    a: list[Any]
    """The accesses; there are millions, so that a rule checks them rather than pydantic."""


class Functionality(Model):
    """What a controller's method does."""

    t: tuple[Trace, ...]


class Functionalities(RootModel[dict[str, Functionality]]):
    """The file of sequences as it stands."""

    model_config = ConfigDict(frozen=True)


class EntityNames(RootModel[dict[str, StrictStr]]):
    """The file of `IDToEntity` as it stands."""

    model_config = ConfigDict(frozen=True)


def load_access_sequences(sequences: FilePath, entities: FilePath) -> Imported:
    """Read both files of a data set.

    Raises:
        DocumentError: with every problem of the first file that has any; of wrong accesses the
            first fifty and how many more there are.
    """
    document, names = _read(sequences, entities)
    return _imported(document, names, sequences.name.split(".")[0])


def load_sequences(sequences: FilePath, entities: FilePath) -> Sequences:
    """Read both files of a data set as they are: every access of every trace, by name.

    Raises:
        DocumentError: as `load_access_sequences` does.
    """
    document, names = _read(sequences, entities)
    of = {int(number): name for number, name in names.items()}
    return {
        name: tuple(tuple((mode, of[number]) for mode, number in trace.a) for trace in found.t)
        for name, found in document.root.items()
    }


def load_entities(path: FilePath) -> Mapping[str, str]:
    """The entities of a data set: number -> name.

    Raises:
        DocumentError: with every problem of the file.
    """
    return validate(read_json(path), EntityNames, (_entities_are_there,)).root


def modules_of(entities: Mapping[str, str]) -> tuple[Module, ...]:
    """The modules that entities become, each titled as its entity."""
    names = Names("module")
    return tuple(untold_module(names(each), each, (names(each),)) for each in entities.values())


def _read(sequences: FilePath, entities: FilePath) -> tuple[Functionalities, Mapping[str, str]]:
    names = load_entities(entities)

    def accesses(document: Functionalities) -> Iterator[Violation]:
        return _access_violations(document, names)

    rules = (_something_is_there, accesses)
    return validate(read_json(sequences), Functionalities, rules), names


def _entities_are_there(document: EntityNames) -> Iterator[Violation]:
    if not document.root:
        yield Violation("graph-without-modules", ())
    seen: set[str] = set()
    for number, name in document.root.items():
        if not number.isdecimal():
            yield Violation("not-a-whole-number", (number,), number, on_key=True)
        if name in seen:
            yield Violation("module-defined-twice", (number,), name)
        seen.add(name)


def _something_is_there(document: Functionalities) -> Iterator[Violation]:
    if not any(trace.a for found in document.root.values() for trace in found.t):
        yield Violation("graph-without-use-cases", ())


def _access_violations(document: Functionalities, names: Mapping[str, str]) -> Iterator[Violation]:
    wrong = _wrong_accesses(document, names)
    yield from islice(wrong, SHOWN)
    more = sum(1 for _ in wrong)
    if more:
        yield Violation("accesses-more", (), str(more))


def _wrong_accesses(document: Functionalities, names: Mapping[str, str]) -> Iterator[Violation]:
    known = {(mode, int(number)) for mode in MODES for number in names}
    for name, functionality in document.root.items():
        for i, trace in enumerate(functionality.t):
            if not _all_known(trace.a, known):
                for j, access in enumerate(trace.a):
                    yield from _access_violation(access, (name, "t", i, "a", j), known)


def _all_known(accesses: list[Any], known: AbstractSet[tuple[str, int]]) -> bool:
    """The quick answer for the many traces in which nothing is wrong."""
    try:
        return set(map(tuple, accesses)) <= known
    except TypeError:  # an access that is no list, or holds one
        return False


def _access_violation(
    access: object, at: Path, known: AbstractSet[tuple[str, int]]
) -> Iterator[Violation]:
    match access:
        case [str(mode), int(number)] if mode in MODES:
            if (mode, number) not in known:
                yield Violation("entity-number-unknown", (*at, 1), str(number))
        case _:
            yield Violation("not-an-access", at, json.dumps(access)[:LINE])


def _imported(document: Functionalities, names: Mapping[str, str], called: str) -> Imported:
    modules, use_cases = modules_of(names), Names("use-case")
    of = {int(number): each.name for number, each in zip(names, modules, strict=True)}
    told = {name: _walks(found, of) for name, found in document.root.items()}
    walked = {name: walks for name, walks in told.items() if walks}
    frequency = equal_share(len(walked))
    graph = MonolithGraph(
        name=called,
        modules=modules,
        use_cases=tuple(
            _use_case(use_cases(name), name, walks, frequency) for name, walks in walked.items()
        ),
    )
    return Imported(graph, tuple(_gaps(graph, len(told) - len(walked))))


def _walks(functionality: Functionality, of: Mapping[int, str]) -> list[list[Step]]:
    """Per trace the stays at one module after another, each a write when anything was written."""
    walks = []
    for trace in functionality.t:
        stays = groupby(trace.a, key=itemgetter(1))
        walk = [(of[number], _strongest(mode for mode, _ in stay)) for number, stay in stays]
        walks.append(walk)
    return [walk for walk in walks if walk]


def _strongest(modes: Iterable[str]) -> Access:
    return Access.WRITE if "W" in set(modes) else Access.READ


def _use_case(name: str, title: str, walks: list[list[Step]], frequency: float) -> UseCase:
    entry = walks[0][0][0]
    own, steps = _steps(entry, walks)
    return UseCase(
        name=name,
        title=Title(en=title, ru=title),
        frequency_per_1000=frequency,
        entry=entry,
        reads=(entry,) if Access.READ in own else (),
        writes=(entry,) if Access.WRITE in own else (),
        transaction=Access.WRITE in own or Access.WRITE in steps.values(),
        calls=tuple(
            Call.model_validate(
                {"from": caller, "to": callee, "access": access, "entities": (callee,)}
            )
            for (caller, callee), access in steps.items()
        ),
    )


def _steps(
    entry: str, walks: list[list[Step]]
) -> tuple[set[Access], dict[tuple[str, str], Access]]:
    """What the entry does with its own table, and each step between two modules once."""
    own: set[Access] = set()
    steps: dict[tuple[str, str], Access] = {}
    for walk in walks:
        for (module, _), (following, access) in pairwise([(entry, Access.READ), *walk]):
            if module == following:
                own.add(access)
            elif steps.get((module, following)) is not Access.WRITE:
                steps[module, following] = access
    return own, steps


def _gaps(graph: MonolithGraph, empty: int) -> Iterator[Gap]:
    yield Gap("modules-untold", {"modules": len(graph.modules)})
    yield Gap("frequencies-equal", {"use_cases": len(graph.use_cases)})
    yield Gap("steps-once", {})
    if empty:
        yield Gap("use-cases-empty", {"use_cases": empty})
    yield Gap("nothing-apart", {})
