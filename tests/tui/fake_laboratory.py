"""A lab in memory: three parts, faults that show, two seconds of load."""

# ruff: noqa: ARG002 - a fake answers alike whatever it is asked

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from labs.runtime import LabStatus, Part, Progress, State
from workbench.ports.laboratory import (
    Endpoint,
    Ground,
    Happened,
    Invariant,
    Measured,
    Sample,
    Story,
    Worked,
)

PARTS = (
    Part("gateway", "server", State.READY, "127.0.0.1:21000", memory_mb=61.2),
    Part("orders", "service", State.READY, "127.0.0.1:21001", memory_mb=34.0),
    Part("payments", "service", State.READY, "127.0.0.1:21002", memory_mb=33.4),
)


@dataclass
class FakeLaboratory:
    parts: tuple[Part, ...] = PARTS
    running: bool = False
    calls: list[str] = field(default_factory=list)
    error: Exception | None = None
    sold: bool = True
    runtime: str = "local"
    lacks: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()

    def next_ground(self, language: str) -> Ground:
        self.runtime = "docker" if self.runtime == "local" else "local"
        return Ground(self.runtime, self.lacks)

    def partitions(self) -> tuple[str, ...]:
        return ("reference", "monolith")

    def up(self, partition: str, on_progress: Callable[[Progress], None]) -> LabStatus:
        self.calls.append(f"up {partition}")
        if self.error is not None:
            raise self.error
        for part in self.parts:
            on_progress(Progress(part.name, State.STARTING, 0.1))
            on_progress(Progress(part.name, State.READY, 0.4))
        self.running = True
        return self.status()

    def down(self) -> bool:
        self.calls.append("down")
        was, self.running = self.running, False
        return was

    def status(self) -> LabStatus:
        if not self.running:
            return LabStatus("shop", self.runtime, up=False)
        return LabStatus("shop", self.runtime, up=True, uptime_s=42.0, parts=self.parts)

    def _set(self, name: str, state: State) -> None:
        self.parts = tuple(
            replace(part, state=state) if part.name == name else part for part in self.parts
        )

    def otherwise(self, language: str) -> tuple[str, ...]:
        return self.stand_ins

    def kill(self, part: str) -> None:
        self.calls.append(f"kill {part}")
        self._set(part, State.DOWN)

    def pause(self, part: str) -> None:
        self.calls.append(f"pause {part}")
        self._set(part, State.PAUSED)

    def resume(self, part: str) -> None:
        self.calls.append(f"resume {part}")
        self._set(part, State.READY)

    def logs(self, part: str, lines: int) -> Sequence[str]:
        return (f"{part} is listening", "POST /api/v1/orders 201")

    def load(
        self, rps: float, on_sample: Callable[[Sample], None], stopped: Callable[[], bool]
    ) -> None:
        for second in range(30):
            spike = 40.0 if 12 <= second <= 18 else 0.0
            on_sample(Sample(second, rps, 4.0 + second % 3, 9.0 + spike / 2, 14.0 + spike, 0))

    def measure(
        self,
        partitions: Sequence[str],
        rps: float,
        on_stage: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> tuple[Measured, ...]:
        for partition in partitions:
            on_stage(partition)
            self.calls.append(f"measure {partition}")
        self.running = True
        checkout = Endpoint("checkout", 14.2, 22.4, 0, 4.0)
        return tuple(Measured(each, 11, 303.0, (checkout,)) for each in partitions)

    def story(self) -> Story | None:
        if not self.sold:
            return None
        happened = (
            Happened(0.0, "OrderCreated", "", ("order-status", "cart")),
            Happened(31.5, "PaymentFailed", "card-declined", ()),
        )
        worked = (
            Worked("POST /api/v1/orders", 42.0, ""),
            Worked("  → payments/process", 12.5, "card-declined"),
        )
        return Story("0f1e2d3c", happened, worked)

    def invariants(self, language: str) -> tuple[Invariant, ...]:
        lost = "no order lost" if language == "en" else "заказы не потеряны"
        stuck = "no stuck orders" if language == "en" else "зависших заказов нет"
        return (Invariant(lost, held=True), Invariant(stuck, held=False, detail="1"))
