"""Service Cutter's criteria beyond use cases and owners, told of entities.

They speak of single fields; a module is an entity. So an entity is as critical, as volatile, … as
the strictest of its fields that anybody spoke of, and where its fields differ, that is a gap.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from decomposer.documents import Model
from decomposer.documents.problem import Path as Place
from decomposer.graph import UNKNOWN, Sensitivity
from decomposer.importers.imported import Gap, Names
from decomposer.knowledge import Characteristics, Group, Level, Relation

LEVELS = {
    "Critical": Level.HIGH,
    "High": Level.HIGH,
    "Often": Level.HIGH,
    "Huge": Level.HIGH,
    "Normal": Level.NORMAL,
    "Regularly": Level.NORMAL,
    "Eventually": Level.NORMAL,
    "Internal": Level.NORMAL,
    "Public": Level.LOW,
    "Low": Level.LOW,
    "Rarely": Level.LOW,
    "Weak": Level.LOW,
    "Tiny": Level.LOW,
}
"""Service Cutter's words for a characteristic, of whatever criterion."""
_GUARDED = {"Critical": Sensitivity.CREDENTIALS, "Internal": Sensitivity.PERSONAL}
_PAIR = 2


class EntityRelation(Model):
    """A line between two entities of the model."""

    origin: str
    destination: str
    type: Literal["AGGREGATION", "COMPOSITION", "INHERITANCE"]


class NamedFields(BaseModel):
    """Fields that something holds together."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(min_length=1)
    nanoentities: tuple[str, ...] = ()


class Characteristic(BaseModel):
    """Fields that have a characteristic in common."""

    model_config = ConfigDict(frozen=True)

    characteristic: Literal[
        "Critical", "High", "Often", "Huge", "Normal", "Regularly", "Eventually",
        "Low", "Rarely", "Weak", "Tiny", "Internal", "Public",
    ]  # fmt: skip
    nanoentities: tuple[str, ...] = ()


class Compatibilities(BaseModel):
    """Characteristics by criterion."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    structural_volatility: tuple[Characteristic, ...] = Field(
        default=(), alias="structuralVolatility"
    )
    content_volatility: tuple[Characteristic, ...] = Field(default=(), alias="contentVolatility")
    consistency: tuple[Characteristic, ...] = Field(default=(), alias="consistencyCriticality")
    availability: tuple[Characteristic, ...] = Field(default=(), alias="availabilityCriticality")
    storage: tuple[Characteristic, ...] = Field(default=(), alias="storageSimilarity")
    security: tuple[Characteristic, ...] = Field(default=(), alias="securityCriticality")


class Criteria(BaseModel):
    """The user representations of these criteria."""

    model_config = ConfigDict(frozen=True, extra="allow")

    compatibilities: Compatibilities = Compatibilities()
    aggregates: tuple[NamedFields, ...] = ()
    access_groups: tuple[NamedFields, ...] = Field(default=(), alias="securityAccessGroups")
    zones: tuple[NamedFields, ...] = Field(default=(), alias="separatedSecurityZones")
    predefined: tuple[NamedFields, ...] = Field(default=(), alias="predefinedServices")

    def lists(self) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """Every list of fields with its place."""
        for attribute, info in Criteria.model_fields.items():
            if attribute != "compatibilities":
                for i, each in enumerate(getattr(self, attribute)):
                    yield (info.alias or attribute, i, "nanoentities"), each.nanoentities
        for attribute, info in Compatibilities.model_fields.items():
            for i, each in enumerate(getattr(self.compatibilities, attribute)):
                at = ("compatibilities", info.alias or attribute, i, "nanoentities")
                yield at, each.nanoentities


class EntityTraits:
    """What the criteria say of entities."""

    def __init__(self, told: Criteria, home: Mapping[str, str], names: Names) -> None:
        self._told, self._home, self._names = told, home, names

    def of(self, entity: str) -> dict[str, object]:
        """The characteristics, the sensitivity and the zone of an entity."""
        levels = {
            attribute: max((LEVELS[word] for word in words), key=lambda level: level.rank)
            for attribute in Characteristics.model_fields
            if (words := self._words(attribute, entity))
        }
        zones = sorted(self._zones(entity))
        security = (_GUARDED.get(word, Sensitivity.NONE) for word in self._security(entity))
        order = list(Sensitivity)
        return {
            "characteristics": Characteristics(**levels),
            "sensitivity": max(security, key=order.index, default=Sensitivity.NONE),
            "zone": Names("zone")(zones[0]) if len(zones) == 1 else UNKNOWN,
        }

    def groups(self) -> Iterator[Group]:
        """Aggregates and access groups that reach over entities."""
        called = Names("group")
        for each in self._told.aggregates:
            if len(modules := self._modules(each)) >= _PAIR:
                yield Group(name=called(each.name), kind="invariant", modules=modules)
        for each in self._told.access_groups:
            if len(modules := self._modules(each)) >= _PAIR:
                yield Group(name=called(each.name), kind="security", modules=modules)

    def together(self) -> Iterator[tuple[str, ...]]:
        """Predefined services of several entities."""
        for each in self._told.predefined:
            if len(modules := self._modules(each)) >= _PAIR:
                yield modules

    def gaps(self) -> Iterator[Gap]:
        """Entities whose fields differ, and what lies within a single entity."""
        entities = dict.fromkeys(self._home.values())
        unequal = [e for e in entities if self._differs(e) or len(self._zones(e)) > 1]
        if unequal:
            yield Gap("fields-unequal", {"names": ", ".join(unequal)})
        lists = (*self._told.aggregates, *self._told.access_groups, *self._told.predefined)
        within = [each.name for each in lists if len(self._modules(each)) < _PAIR]
        if within:
            yield Gap("within-an-entity", {"names": ", ".join(within)})

    def anything_apart(self) -> bool:
        """Whether some criterion tells two entities apart."""
        traits = [self.of(entity) for entity in dict.fromkeys(self._home.values())]
        return any(each != traits[0] for each in traits)

    def _differs(self, entity: str) -> bool:
        """Whether fields that somebody spoke of are told differently."""
        words = [set(self._words(name, entity)) for name in Characteristics.model_fields]
        return any(len(found) > 1 for found in (*words, set(self._security(entity))))

    def _words(self, attribute: str, entity: str) -> list[str]:
        told: Iterable[Characteristic] = getattr(self._told.compatibilities, attribute)
        return [c.characteristic for c in told if self._speaks_of(c.nanoentities, entity)]

    def _security(self, entity: str) -> list[str]:
        return self._words("security", entity)

    def _zones(self, entity: str) -> set[str]:
        return {z.name for z in self._told.zones if self._speaks_of(z.nanoentities, entity)}

    def _speaks_of(self, fields: tuple[str, ...], entity: str) -> bool:
        return any(self._home[field] == entity for field in fields)

    def _modules(self, named: NamedFields) -> tuple[str, ...]:
        entities = dict.fromkeys(self._home[field] for field in named.nanoentities)
        return tuple(self._names(entity) for entity in entities)


def relations(told: Iterable[EntityRelation], names: Names) -> tuple[Relation, ...]:
    """The lines of the model that join two entities."""
    return tuple(
        Relation.model_validate(
            {"from": names(r.origin), "to": names(r.destination), "kind": r.type.lower()}
        )
        for r in told
        if r.origin != r.destination
    )
