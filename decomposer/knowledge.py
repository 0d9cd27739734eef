"""What is known of modules beside the calls between them. All of it may be left out.

The catalogue is Service Cutter's (Gysel, Kölbener, Giersche and Zimmermann, "Service Cutter",
ESOCC 2016, criteria CC-1 to CC-16), with change coupling and foreign keys added.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field, PositiveFloat

from decomposer.documents import Model

Places = tuple[str, ...]
"""Where the code says so, each as `file:line`: the first few of them, where an importer knows."""


class Level(StrEnum):
    """How much of a characteristic a module has."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """From 0 upwards."""
        return list(Level).index(self)


class Characteristics(Model):
    """What sets a module apart from others. None: nobody has said."""

    structural_volatility: Level | None = None
    """How often its shape changes: fields, rules, code (CC-4)."""
    content_volatility: Level | None = None
    """How often its data changes (CC-8)."""
    consistency: Level | None = None
    """How much harm stale data does in it (CC-6)."""
    availability: Level | None = None
    """How much harm an outage of it does (CC-7)."""
    storage: Level | None = None
    """How much room its data takes (CC-11)."""


class Relation(Model):
    """A reference from the data of one module to that of another, such as a foreign key."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    kind: Literal["composition", "inheritance", "aggregation", "reference"] = "reference"
    """Of a composition or an inheritance neither end lives without the other (CC-1)."""
    places: Places = ()


class Dependency(Model):
    """A coupling that stands in the code, whether or not a use case runs through it."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    kind: Literal["import", "loader", "call"] = "import"
    """An import statement; a load by name at run time; or a call that the code shows."""
    count: int = 1
    """How many places of the code say so."""
    places: Places = ()


class CoChange(Model):
    """Modules that were changed together, as the history of the code says."""

    modules: tuple[str, str]
    commits: int
    """In how many commits both changed."""
    shared: PositiveFloat | None = None
    """The same, a commit that touched n modules counting 1 / (n - 1); None: nobody has counted."""


class Group(Model):
    """Modules that something beside a use case holds together."""

    name: str
    kind: Literal["invariant", "security"]
    """Data that must always agree (CC-9), or data that one group of people may see (CC-16)."""
    modules: tuple[str, ...]
    places: Places = ()


class Constraints(Model):
    """What no proposal may break, whatever it costs (CC-12)."""

    together: tuple[tuple[str, ...], ...] = ()
    """Each a list of modules that share a service."""
    apart: tuple[tuple[str, ...], ...] = ()
    """Each a list of modules of which no two share a service."""
