"""Exercises in memory: two findings at first, passed after `fixed` is set."""

# ruff: noqa: ARG002 - a fake answers alike whatever it is asked

from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.ports.exercises import (
    ExerciseState,
    Judgement,
    Remark,
    SolutionFile,
    WorkFile,
)

TASK = {
    "en": "# Title\n\nNine answers of ten come from **v1**, one from v2.\n\n- testers: v2\n",
    "ru": "# Заголовок\n\nДевять ответов из десяти даёт **v1**, один — v2.\n\n- тестировщики: v2\n",
}
NOT_YET = Judgement(
    "not yet",
    (
        Remark(
            "canary-header-after-weights",
            "The header match stands after the weighted route.",
            "Routes match in order: the weighted one catches the testers first.",
            "mesh/virtual-service.yaml:14",
            "1,000 requests with canary: true\n103 reached v2, expected all",
            "4.3#third",
        ),
        Remark("weights", "The weights sum to 90."),
    ),
    ("The subsets are defined.", "v1 answers."),
    (("share of v2", "0.103"), ("p95", "4.1 ms")),
    2.34,
)
PASSED = Judgement("passed", (), ("The header match comes first.", "90/10 holds."), (), 1.2)


@dataclass
class FakeExercises:
    started: bool = False
    fixed: bool = False
    hints: int = 0
    solution_shown: bool = False
    was_reset: bool = False
    error: Exception | None = None

    judgement: Judgement | None = field(default=None)

    def exercise(self, exercise: str, language: str) -> ExerciseState:
        return ExerciseState(
            id=exercise,
            chapter="4.3",
            title="Nine to one" if language == "en" else "Девять к одному",
            task=TASK[language],
            minutes=20,
            live=True,
            started=self.started,
            files=(WorkFile("mesh/virtual-service.yaml", self.started, changed=self.fixed),),
            hints=tuple(f"Hint text {n + 1}." for n in range(self.hints)),
            hints_total=2,
            judgement=self.judgement,
            next_id="capstone",
        )

    def start(self, exercise: str) -> tuple[str, ...]:
        written = () if self.started else ("mesh/virtual-service.yaml",)
        self.started = True
        return written

    def strangers(self) -> tuple[str, ...]:
        return ()

    def check(
        self, exercise: str, language: str, on_step: Callable[[str], None] = lambda _: None
    ) -> Judgement:
        on_step("sending 1,000 requests")
        if self.error is not None:
            raise self.error
        self.judgement = PASSED if self.fixed else NOT_YET
        return self.judgement

    def hint(self, exercise: str, language: str) -> str:
        self.hints += 1
        return f"Hint text {self.hints}."

    def solution(self, exercise: str) -> tuple[SolutionFile, ...]:
        self.solution_shown = True
        return (SolutionFile("mesh/virtual-service.yaml", "kind: VirtualService\n"),)

    def reset(self, exercise: str) -> str:
        self.was_reset = True
        return ".workbench/backups/1"
