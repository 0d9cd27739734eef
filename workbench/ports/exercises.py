"""Exercises, their verdicts, hints and solutions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words."""

    code: str
    text: str
    """What is wrong."""
    why: str = ""
    """What it leads to."""
    where: str = ""
    """`file:line`, or empty."""
    evidence: str = ""
    """Shown as it is; may have several lines."""
    read: str = ""
    """`<lesson>#<anchor>`."""
    continued: bool = False
    """The next remark leads to the same, and says for both where to read of it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict in words."""

    status: str
    """`passed`, `not yet` or `could not judge`."""
    remarks: tuple[Remark, ...] = ()
    held: tuple[str, ...] = ()
    """What holds, as sentences."""
    measured: tuple[tuple[str, str], ...] = ()
    """Figures: what was measured, its value with the unit."""
    seconds: float = 0.0
    remembered: bool = False
    """An earlier verdict: its remarks are known by code only."""


@dataclass(frozen=True, slots=True)
class WorkFile:
    """A file the learner edits, relative to the learner's folder."""

    path: str
    exists: bool
    changed: bool
    """It differs from what `start` wrote."""


@dataclass(frozen=True, slots=True)
class ExerciseState:
    """An exercise as the learner finds it."""

    id: str
    chapter: str
    title: str
    task: str
    """Markdown."""
    minutes: int
    live: bool
    started: bool
    files: tuple[WorkFile, ...]
    hints: tuple[str, ...]
    """Markdown of the hints already taken, nudge first."""
    hints_total: int
    judgement: Judgement | None = None
    """The last one, if any; in full when it was made in this session."""
    next_id: str = ""
    """The item of the course after this one."""


@dataclass(frozen=True, slots=True)
class SolutionFile:
    """A file of the reference solution."""

    path: str
    text: str


class ExercisesPort(Protocol):
    """Works in the learner's folder; never overwrites a learner's file but in `reset`."""

    def exercise(self, exercise: str, language: str) -> ExerciseState:
        """The exercise of that id."""
        ...

    def start(self, exercise: str) -> tuple[str, ...]:
        """Write the starter files that are not there yet; their paths."""
        ...

    def strangers(self) -> tuple[str, ...]:
        """Services that the blueprint's sections speak of and that it has not."""
        ...

    def check(
        self, exercise: str, language: str, on_step: Callable[[str], None] = lambda _: None
    ) -> Judgement:
        """Grade what is on disk now.

        A live check tells each step as a sentence through `on_step`, from the same thread.
        """
        ...

    def hint(self, exercise: str, language: str) -> str:
        """Take the next hint and return it; the last one again when all are taken."""
        ...

    def solution(self, exercise: str) -> tuple[SolutionFile, ...]:
        """The reference solution; from now on the exercise counts as helped."""
        ...

    def reset(self, exercise: str) -> str:
        """Put the starter files back; the path of the backup of what was there."""
        ...
