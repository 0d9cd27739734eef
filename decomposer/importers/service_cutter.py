"""Service Cutter models: an entity-relationship model and its user representations.

Service Cutter clusters single fields, its nanoentities (Gysel, Kölbener, Giersche and Zimmermann,
"Service Cutter: A Systematic Approach to Service Decomposition", ESOCC 2016). Here an entity
becomes a module, as its criterion "identity and lifecycle commonality" wants, and the nanoentities
are its tables. What `service_cutter_criteria` says of the other criteria is told of entities, too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from decomposer.documents import Model, Violation, validate
from decomposer.documents.problem import Path as Place
from decomposer.graph import UNKNOWN, Access, Call, MonolithGraph, Title, UseCase
from decomposer.importers.imported import Gap, Imported, Names, equal_share, untold_module
from decomposer.importers.json_documents import read_json
from decomposer.importers.service_cutter_criteria import (
    Criteria,
    EntityRelation,
    EntityTraits,
    NamedFields,
    relations,
)
from decomposer.knowledge import Constraints


class Entity(Model):
    """An entity with its fields."""

    name: str = Field(min_length=1)
    nanoentities: tuple[str, ...] = ()


class EntityModel(BaseModel):
    """The model as it stands."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(min_length=1)
    entities: tuple[Entity, ...]
    relations: tuple[EntityRelation, ...] = ()


class Requirement(BaseModel):
    """A use case, by the fields it touches; any further mark is told as a gap."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str = Field(min_length=1)
    nanoentities_read: tuple[str, ...] = Field((), alias="nanoentitiesRead")
    nanoentities_written: tuple[str, ...] = Field((), alias="nanoentitiesWritten")
    latency_critical: bool = Field(default=False, alias="isLatencyCritical")


class UserRepresentations(Criteria):
    """Use cases, owners and the further criteria; any other key is allowed and told as a gap."""

    use_cases: tuple[Requirement, ...] = Field((), alias="useCases")
    owners: tuple[NamedFields, ...] = Field((), alias="sharedOwnerGroups")


def load_service_cutter(model: Path, representations: Path) -> Imported:
    """Read both files of a system.

    Raises:
        DocumentError: with every problem of the first file that has any.
    """
    entities = validate(
        read_json(model), EntityModel, (_entities_are_distinct, _relation_violations)
    )
    known = {field: entity.name for entity in entities.entities for field in _fields(entity)}

    def fields(document: UserRepresentations) -> Iterator[Violation]:
        return _field_violations(document, known)

    told = validate(
        read_json(representations), UserRepresentations, (_use_cases_are_distinct, fields)
    )
    return _Reading(entities, told, known).imported()


def _fields(entity: Entity) -> tuple[str, ...]:
    return tuple(f"{entity.name}.{field}" for field in entity.nanoentities)


def _entities_are_distinct(document: EntityModel) -> Iterator[Violation]:
    if not document.entities:
        yield Violation("graph-without-modules", ("entities",))
    names: set[str] = set()
    for i, entity in enumerate(document.entities):
        if entity.name in names:
            yield Violation("module-defined-twice", ("entities", i, "name"), entity.name)
        names.add(entity.name)
        fields: set[str] = set()
        for j, field in enumerate(entity.nanoentities):
            if field in fields:
                at = ("entities", i, "nanoentities", j)
                yield Violation("entity-owned-twice", at, field, params={"other": entity.name})
            fields.add(field)


def _use_cases_are_distinct(document: UserRepresentations) -> Iterator[Violation]:
    if not any(u.nanoentities_read or u.nanoentities_written for u in document.use_cases):
        yield Violation("graph-without-use-cases", ("useCases",))
    names: set[str] = set()
    for i, use_case in enumerate(document.use_cases):
        if use_case.name in names:
            yield Violation("use-case-defined-twice", ("useCases", i, "name"), use_case.name)
        names.add(use_case.name)


def _field_violations(
    document: UserRepresentations, known: Mapping[str, str]
) -> Iterator[Violation]:
    lists: list[tuple[Place, tuple[str, ...]]] = []
    for i, use_case in enumerate(document.use_cases):
        lists.append((("useCases", i, "nanoentitiesRead"), use_case.nanoentities_read))
        lists.append((("useCases", i, "nanoentitiesWritten"), use_case.nanoentities_written))
    for i, group in enumerate(document.owners):
        lists.append((("sharedOwnerGroups", i, "nanoentities"), group.nanoentities))
    lists += document.lists()
    for at, fields in lists:
        for j, field in enumerate(fields):
            if field not in known:
                yield Violation("nanoentity-unknown", (*at, j), field, tuple(known))


def _relation_violations(document: EntityModel) -> Iterator[Violation]:
    names = tuple(entity.name for entity in document.entities)
    for i, relation in enumerate(document.relations):
        for end in ("origin", "destination"):
            if getattr(relation, end) not in names:
                at = ("relations", i, end)
                yield Violation("module-unknown", at, getattr(relation, end), names)


class _Reading:
    """One system on its way into a graph."""

    def __init__(
        self, model: EntityModel, told: UserRepresentations, known: Mapping[str, str]
    ) -> None:
        self._model = model
        self._told = told
        self._known = known
        self._modules, self._tables = Names("module"), Names("field")
        self._teams, self._use_cases = Names("team"), Names("use-case")
        self._traits = EntityTraits(told, known, self._modules)

    def imported(self) -> Imported:
        """The graph with its gaps."""
        told = [u for u in self._told.use_cases if u.nanoentities_read or u.nanoentities_written]
        frequency = equal_share(len(told))
        modules = tuple(
            untold_module(
                self._modules(entity.name), entity.name, tuple(map(self._tables, _fields(entity)))
            ).model_copy(update={"team": self._team(entity), **self._traits.of(entity.name)})
            for entity in self._model.entities
        )
        use_cases = tuple(self._use_case(use_case, frequency) for use_case in told)
        graph = MonolithGraph(
            name=self._model.name,
            modules=modules,
            use_cases=use_cases,
            relations=relations(self._model.relations, self._modules),
            groups=tuple(self._traits.groups()),
            constraints=Constraints(together=tuple(self._traits.together())),
        )
        return Imported(graph, tuple(self._gaps(graph)))

    def _team(self, entity: Entity) -> str:
        """The owner of the entity's fields; unknown where there is none, or more than one."""
        fields = set(_fields(entity))
        owners = [group.name for group in self._told.owners if fields & set(group.nanoentities)]
        return self._teams(owners[0]) if len(owners) == 1 else UNKNOWN

    def _use_case(self, use_case: Requirement, frequency: float) -> UseCase:
        """The entity written first is the entry, or else the one read first; it calls the rest."""
        touched = (*use_case.nanoentities_written, *use_case.nanoentities_read)
        entities = list(dict.fromkeys(self._known[field] for field in touched))
        reads = self._by_entity(use_case.nanoentities_read)
        writes = self._by_entity(use_case.nanoentities_written)
        entry, others = entities[0], entities[1:]
        return UseCase(
            name=self._use_cases(use_case.name),
            title=Title(en=use_case.name, ru=use_case.name),
            frequency_per_1000=frequency,
            entry=self._modules(entry),
            reads=reads.get(entry, ()),
            writes=writes.get(entry, ()),
            latency_critical=use_case.latency_critical,
            calls=tuple(
                Call.model_validate(
                    {
                        "from": self._modules(entry),
                        "to": self._modules(name),
                        "access": access,
                        "entities": fields[name],
                    }
                )
                for name in others
                for access, fields in ((Access.READ, reads), (Access.WRITE, writes))
                if name in fields
            ),
        )

    def _by_entity(self, fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """The tables of each entity that is touched, in the order of mention."""
        found: dict[str, tuple[str, ...]] = {}
        for field in dict.fromkeys(fields):
            entity = self._known[field]
            found[entity] = (*found.get(entity, ()), self._tables(field))
        return found

    def _gaps(self, graph: MonolithGraph) -> Iterator[Gap]:
        modules, teams = len(graph.modules), [module.team for module in graph.modules]
        yield Gap("traits-untold", {"modules": modules})
        if UNKNOWN in teams:
            yield Gap("owners-untold", {"modules": teams.count(UNKNOWN), "of": modules})
        yield Gap("frequencies-equal", {"use_cases": len(graph.use_cases)})
        yield Gap("entries-assumed", {})
        empty = len(self._told.use_cases) - len(graph.use_cases)
        if empty:
            yield Gap("use-cases-empty", {"use_cases": empty})
        yield from self._traits.gaps()
        left = self._left_out()
        if left:
            yield Gap("left-out", {"names": ", ".join(left)})
        if len({*teams} - {UNKNOWN}) <= 1 and not self._traits.anything_apart():
            yield Gap("nothing-apart", {})

    def _left_out(self) -> list[str]:
        """What the files say and the graph cannot hold, by their own keys."""
        told = list((self._told.model_extra or {}).items())
        for use_case in self._told.use_cases:
            told += (use_case.model_extra or {}).items()
        return list(dict.fromkeys(key for key, value in told if value))
