"""What the exercise screen's workers report."""

from dataclasses import dataclass

from workbench.ports.exercises import ExerciseState, Judgement, SolutionFile
from workbench.tui.answer import Answer


@dataclass
class ExerciseKnown(Answer):
    """The exercise as it is now."""

    state: ExerciseState


@dataclass
class Started(Answer):
    """Starter files were written."""

    paths: tuple[str, ...]
    strangers: tuple[str, ...]
    """Services that they speak of and that the blueprint has not."""


@dataclass
class Step(Answer):
    """A live check goes on."""

    text: str


@dataclass
class Judged(Answer):
    """The verdict is there."""

    judgement: Judgement


@dataclass
class HintTaken(Answer):
    """One more hint."""

    text: str


@dataclass
class SolutionKnown(Answer):
    """The reference solution."""

    files: tuple[SolutionFile, ...]


@dataclass
class WasReset(Answer):
    """The starter is back."""

    backup: str
