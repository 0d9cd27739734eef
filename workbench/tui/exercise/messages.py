"""What the exercise screen's workers report."""

from dataclasses import dataclass

from textual.message import Message

from workbench.tui.ports.exercises import ExerciseState, Judgement, SolutionFile


@dataclass
class ExerciseKnown(Message):
    """The exercise as it is now."""

    state: ExerciseState


@dataclass
class Started(Message):
    """Starter files were written."""

    paths: tuple[str, ...]


@dataclass
class Step(Message):
    """A live check goes on."""

    text: str


@dataclass
class Judged(Message):
    """The verdict is there."""

    judgement: Judgement


@dataclass
class HintTaken(Message):
    """One more hint."""

    text: str


@dataclass
class SolutionKnown(Message):
    """The reference solution."""

    files: tuple[SolutionFile, ...]


@dataclass
class WasReset(Message):
    """The starter is back."""

    backup: str
