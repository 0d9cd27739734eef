"""What the tour saw: figures and verdicts, in the order it went."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stations of the tour; message ids `tour-<stage>`."""

    GRAPH = "graph"
    BOUNDARIES = "boundaries"
    BLUEPRINT = "blueprint"
    FILES = "files"
    SHOP = "shop"
    EXERCISES = "exercises"


@dataclass(frozen=True, slots=True)
class CutRow:
    """One cut of the monolith and its score."""

    name: str
    services: int
    total: float
    criteria: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ShopRun:
    """One partition, launched, driven, broken and audited."""

    partition: str
    services: int
    start_s: float
    memory_mb: float
    """PSS of every process of the lab."""
    journeys: int
    completed: int
    """Journeys from registration to the letter in which every step succeeded."""
    read_p50_ms: float
    checkout_p50_ms: float
    checkout_p95_ms: float
    hops: int
    """Network calls behind the gateway that one request for an order took."""
    declined: str
    """What became of the order whose payment was declined."""
    killed: str
    """The service that was killed."""
    recovered_s: float
    """From the kill to the next order that was confirmed."""
    invariants: Mapping[str, bool | None]
    """`no-order-lost`, `stock-conserved` …; None where a store did not answer."""

    @property
    def held(self) -> bool:
        """Every journey completed, the decline was undone, and the books are right."""
        books = all(self.invariants.values())
        return self.completed == self.journeys and self.declined == "CANCELLED" and books


@dataclass(frozen=True, slots=True)
class GradeRow:
    """An exercise, judged on its reference solution and on its starter."""

    exercise: str
    solution: str
    starter: str
    findings: int
    """What the starter is told."""
    seconds: float

    @property
    def held(self) -> bool:
        """The solution passes and the starter does not."""
        return self.solution == "passed" and self.starter == "not yet"


@dataclass(frozen=True, slots=True)
class TourReport:
    """Everything."""

    modules: int
    use_cases: int
    couplings: int
    proved: bool
    proof_seconds: float
    cuts: tuple[CutRow, ...]
    files: Mapping[str, int]
    """Kind → how many files."""
    files_seconds: float
    shops: tuple[ShopRun, ...]
    grades: tuple[GradeRow, ...]
    left_running: int
    """Processes that outlived their lab."""
    seconds: float

    @property
    def held(self) -> bool:
        """Whether all of it went as it must."""
        shops = all(shop.held for shop in self.shops)
        grades = all(grade.held for grade in self.grades)
        return self.proved and shops and grades and self.left_running == 0
