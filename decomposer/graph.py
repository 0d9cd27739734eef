"""The graph of a monolith: modules, use cases, and the couplings derived from them.

Nobody types a coupling in. An `Edge` exists because a use case makes a call, and it carries the
calls that made it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field, NonNegativeFloat

from decomposer.documents import Model
from decomposer.knowledge import (
    Characteristics,
    CoChange,
    Constraints,
    Dependency,
    Group,
    Relation,
)

UNKNOWN = "unknown"
"""What a capability or a team is called that nobody has found out: it argues for nothing."""


class Scaling(StrEnum):
    """What a module runs short of first as traffic grows."""

    READ_HEAVY = "read-heavy"
    WRITE_HEAVY = "write-heavy"
    CPU = "cpu"
    UNKNOWN = "unknown"
    """Nobody has measured it: it argues for nothing."""


class Sensitivity(StrEnum):
    """What leaks when a module is broken into, least harmful first."""

    NONE = "none"
    PERSONAL = "personal"
    CREDENTIALS = "credentials"
    CARDS = "cards"


class Access(StrEnum):
    """Whether a call changes what it touches."""

    READ = "read"
    WRITE = "write"
    UNKNOWN = "unknown"
    """Only the call was seen: it counts as a read."""


class Title(Model):
    """A name for people, in both languages of the course."""

    en: str
    ru: str


class Module(Model):
    """A part of the monolith that is never split further: a node of the graph."""

    name: str
    title: Title | None = None
    capability: str
    """What it does for the business."""
    team: str
    scaling: Scaling
    sensitivity: Sensitivity = Sensitivity.NONE
    entities: tuple[str, ...] = ()
    """The tables it owns."""
    prefix: str = ""
    """Its public HTTP prefix."""
    immutable: tuple[str, ...] = ()
    """Those of its entities that never change once written: a copy of them is never stale."""
    zone: str = UNKNOWN
    """Which group of people it works for, as far as security is concerned."""
    characteristics: Characteristics = Characteristics()


class Call(Model):
    """One step of a use case, from module to module."""

    caller: str = Field(alias="from")
    callee: str = Field(alias="to")
    access: Access
    entities: tuple[str, ...] = ()
    """What it touches of the entities the callee owns."""
    deferred: bool = False
    """The caller does not wait for an answer: across a boundary it can become an event."""
    payload_kb: NonNegativeFloat = 0.0
    """What it carries there and back, where somebody has measured it."""


class UseCase(Model):
    """A public request or a job, from its entry module onwards."""

    name: str
    title: Title | None = None
    frequency_per_1000: float
    """Its share of the traffic, in requests per thousand."""
    entry: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    """What the entry module touches of its own entities."""
    transaction: bool = False
    """All writes that are not deferred are atomic today."""
    latency_critical: bool = False
    """Somebody waits for every millisecond of it."""
    calls: tuple[Call, ...] = ()

    @property
    def participants(self) -> tuple[str, ...]:
        """The modules whose writes are one transaction today, in the order they join it."""
        if not self.transaction:
            return ()
        first = (self.entry,) if self.writes else ()
        joined = (c.callee for c in self.calls if c.access is Access.WRITE and not c.deferred)
        return tuple(dict.fromkeys((*first, *joined)))


@dataclass(frozen=True, slots=True)
class TracedCall:
    """A call with the use case that makes it."""

    use_case: UseCase
    call: Call


@dataclass(frozen=True, slots=True)
class Edge:
    """All calls from one module to another: a derived coupling with its evidence."""

    caller: str
    callee: str
    evidence: tuple[TracedCall, ...]

    @property
    def calls_per_1000(self) -> float:
        """Synchronous calls per thousand requests."""
        return sum(t.use_case.frequency_per_1000 for t in self.evidence if not t.call.deferred)

    @property
    def deferred_per_1000(self) -> float:
        """Calls nobody waits for, per thousand requests."""
        return sum(t.use_case.frequency_per_1000 for t in self.evidence if t.call.deferred)

    @property
    def use_cases(self) -> tuple[str, ...]:
        """The use cases that make these calls."""
        return tuple(dict.fromkeys(t.use_case.name for t in self.evidence))

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities of the callee that these calls touch."""
        return tuple(dict.fromkeys(e for t in self.evidence for e in t.call.entities))


class MonolithGraph(Model):
    """A monolith, before it is taken apart."""

    format_version: Literal[1] = 1
    name: str
    modules: tuple[Module, ...]
    use_cases: tuple[UseCase, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    relations: tuple[Relation, ...] = ()
    changes: tuple[CoChange, ...] = ()
    groups: tuple[Group, ...] = ()
    constraints: Constraints = Constraints()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every module's name, in the order of the document."""
        return tuple(module.name for module in self.modules)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The derived couplings, in the order in which the use cases first need them."""
        found: dict[tuple[str, str], list[TracedCall]] = {}
        for traced in self.traced_calls():
            key = (traced.call.caller, traced.call.callee)
            found.setdefault(key, []).append(traced)
        return tuple(Edge(*pair, tuple(calls)) for pair, calls in found.items())

    @cached_property
    def owners(self) -> dict[str, str]:
        """Which module owns an entity."""
        return {entity: module.name for module in self.modules for entity in module.entities}

    @cached_property
    def sharing(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The modules that share a capability, a team or a zone, by that and its name."""
        held: dict[tuple[str, str], list[str]] = {}
        for module in self.modules:
            for trait in ("capability", "team", "zone"):
                held.setdefault((trait, getattr(module, trait)), []).append(module.name)
        return {trait: tuple(names) for trait, names in held.items()}

    @cached_property
    def load_per_1000(self) -> dict[str, float]:
        """How often each module works, per thousand requests: as an entry or as a callee."""
        load = dict.fromkeys(self.names, 0.0)
        for use_case in self.use_cases:
            load[use_case.entry] += use_case.frequency_per_1000
            for call in use_case.calls:
                load[call.callee] += use_case.frequency_per_1000
        return load

    def traced_calls(self) -> Iterator[TracedCall]:
        """Every call of every use case."""
        for use_case in self.use_cases:
            for call in use_case.calls:
                yield TracedCall(use_case, call)

    def module(self, name: str) -> Module:
        """The module of this name.

        Raises:
            KeyError: the graph has none.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Module]:
        return {module.name: module for module in self.modules}
