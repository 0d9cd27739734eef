"""The lab: a running shop to look at and to break."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the runtime port brings the blueprint model: half a second before first paint
    from labs.runtime import LabStatus, Progress


@dataclass(frozen=True, slots=True)
class Sample:
    """One second of load, measured from the scheduled send times."""

    at_s: float
    """Seconds since the load began."""
    rps: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    errors: int
    """Answers of 500 and above, timeouts and refused connections."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold in the shop's data, whatever breaks."""

    text: str
    held: bool | None
    """None: not known, for a store did not answer."""
    detail: str = ""
    name: str = ""
    """`no-order-lost`, `stock-conserved` …: for programs."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one kind of request took under load."""

    name: str
    p50_ms: float
    p95_ms: float
    errors: int
    hops: float
    """Calls from service to service that an answer took, in the mean."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A cut under load."""

    partition: str
    services: int
    memory_mb: float
    """Of all its parts."""
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of an order."""

    at_ms: float
    """Since the first one."""
    event: str
    detail: str
    heard_by: tuple[str, ...]
    """The modules that handled it."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A piece of work in the trace of an order."""

    label: str
    """Indented below what it was done for."""
    ms: float
    error: str


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to an order, and what was called for it."""

    order: str
    happened: tuple[Happened, ...]
    worked: tuple[Worked, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where labs run from now on."""

    runtime: str
    """`local`, `docker` or `kubernetes`."""
    lacks: tuple[str, ...] = ()
    """What this machine would need for it, and how to get it; empty: a lab can be started."""


class LaboratoryPort(Protocol):
    """One lab at a time; it ends when the workbench does."""

    def next_ground(self, language: str) -> Ground:
        """Run labs on the runtime after the present one from now on; after the last on the first.

        Call it only while no lab runs.
        """
        ...

    def partitions(self) -> tuple[str, ...]:
        """What can be launched by name, the learner's own first."""
        ...

    def up(self, partition: str, on_progress: Callable[[Progress], None]) -> LabStatus:
        """Start the shop cut as `partition` and return when every part is ready.

        `partition` is one of `partitions()` or the path of a boundaries file.
        `on_progress` is called from the calling thread or another one.
        """
        ...

    def down(self) -> bool:
        """Stop it; False where none ran."""
        ...

    def status(self) -> LabStatus:
        """The lab as it is now."""
        ...

    def otherwise(self, language: str) -> tuple[str, ...]:
        """In what the lab is not as it was designed, as sentences."""
        ...

    def kill(self, part: str) -> None:
        """End a part at once; it is started again."""
        ...

    def pause(self, part: str) -> None:
        """Freeze a part."""
        ...

    def resume(self, part: str) -> None:
        """Let a frozen part go on."""
        ...

    def logs(self, part: str, lines: int) -> Sequence[str]:
        """The last lines a part wrote."""
        ...

    def load(
        self, rps: float, on_sample: Callable[[Sample], None], stopped: Callable[[], bool]
    ) -> None:
        """Send shop traffic until `stopped` says so; a sample each second."""
        ...

    def measure(
        self,
        partitions: Sequence[str],
        rps: float,
        on_stage: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> tuple[Measured, ...]:
        """Start each cut in turn under the same traffic; the last one is left running.

        What runs already is stopped. `on_stage` is told which cut comes next; once `stopped` says
        so, no further one is started.
        """
        ...

    def story(self) -> Story | None:
        """The latest order that was traced, as its events and its trace tell it."""
        ...

    def invariants(self, language: str) -> tuple[Invariant, ...]:
        """Ask the shop's stores now."""
        ...
