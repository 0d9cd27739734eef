"""A blueprint and its files in memory: one changed, one in conflict, most as they were."""

# ruff: noqa: ARG002 - a fake answers alike whatever it is asked

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.ports.files import (
    Choice,
    ChosenOtherwise,
    Draft,
    DraftFile,
    FailureMode,
    Fate,
    Finding,
    Kind,
    Made,
    Reason,
    Remark,
    ShownLine,
)

SERVICE = "kubernetes/base/order/service.yaml"
FILES = (
    DraftFile("compose.yaml", Fate.CONFLICT),
    DraftFile("gateway/envoy.yaml", Fate.UNCHANGED),
    DraftFile("kubernetes/README.md", Fate.UNCHANGED),
    DraftFile("kubernetes/base/order/deployment.yaml", Fate.CHANGED),
    DraftFile(SERVICE, Fate.UNCHANGED),
    DraftFile("services/order/app.py", Fate.NEW),
    DraftFile("services/order/tests/test_app.py", Fate.NEW),
)
CHOSEN = ChosenOtherwise(
    (("events.broker", "nats", "kafka"), ("services.order.replicas", "", "2")),
    (FailureMode("A rebalance stops consumers.", "static members"),),
)
CHOICES = (
    Choice("events.broker", "nats", ("nats", "kafka"), "Through what events go.", 12),
    Choice("mesh.mode", "sidecar", ("sidecar", "ambient"), "Where its proxies stand.", 0),
)
CHANGED = (
    ShownLine("@@ -1,2 +1,2 @@", Kind.MARK),
    ShownLine("kind: Deployment", Kind.SAME, 1),
    ShownLine("replicas: 1", Kind.REMOVED),
    ShownLine("replicas: 2", Kind.ADDED, 2),
)
REASONS = (Reason("As many replicas as were chosen.", (("services.order.replicas", 7),)),)
FINDING = Finding(SERVICE, 3, "The selector finds no pod.")
ERRORS = (Remark("“kafak” is not one of the values.", 12), Remark("There is no key “stor”.", 9))
WARNING = Remark("These services wait for each other in a circle.", 4)


@dataclass
class FakeFiles:
    broken: bool = False
    moment: float = 1.0
    drafts: int = 0
    written: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    undone: int = 0
    chosen: list[tuple[str, str]] = field(default_factory=list)
    found: tuple[Finding, ...] = (FINDING,)
    error: Exception | None = None

    def edited_at(self) -> float:
        return self.moment

    def draft(self, language: str) -> Draft:
        if self.error is not None:
            raise self.error
        self.drafts += 1
        place, out = Path("my-shop/blueprint.yaml"), Path("my-shop/generated")
        if self.broken:
            return Draft(place, out, self.moment, broken=True, remarks=ERRORS)
        return Draft(
            place,
            out,
            self.moment,
            broken=False,
            remarks=(WARNING,),
            files=FILES,
            choices=CHOICES,
            chosen=CHOSEN,
        )

    def choose(self, place: str, value: str, language: str) -> ChosenOtherwise:
        self.chosen.append((place, value))
        return CHOSEN

    def whole(self, path: str) -> tuple[ShownLine, ...]:
        name = Path(path).name
        return tuple(ShownLine(f"line {n} of {name}", number=n) for n in range(1, 6))

    def difference(self, path: str) -> tuple[ShownLine, ...]:
        return CHANGED if path.endswith(("deployment.yaml", "compose.yaml")) else ()

    def why(self, path: str, line: int, language: str) -> tuple[Reason, ...]:
        return REASONS if line == 2 else ()

    def findings(self, language: str) -> tuple[Finding, ...]:
        return self.found

    def write(self, mine: Sequence[str] = (), fresh: Sequence[str] = ()) -> Made:
        self.written.append((tuple(mine), tuple(fresh)))
        return Made(3, 0 if mine or fresh else 1)

    def undo(self) -> Made:
        self.undone += 1
        return Made(3, 0)
