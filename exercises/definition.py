"""What an exercise's `exercise.toml` says."""

from typing import Literal

from pydantic import PositiveInt

from decomposer.documents import Model

BLUEPRINT = "blueprint.yaml"
"""The learner's document; an exercise that asks for sections is answered inside it."""


class Wrong(Model):
    """A wrong answer that the course knows, kept in `wrong/<name>/`."""

    name: str
    finding: str
    """The code that the grader must name, possibly among others."""
    live: bool = False
    """Whether the proof runs it although the static part names its fault: to see it happen."""


class Right(Model):
    """An answer other than the solution that must pass too, kept in `right/<name>/`."""

    name: str


class Tolerated(Model):
    """Changes of the solution that leave it right, so that a mutant may pass."""

    change: Literal["remove", "number", "swap", "any"]
    at: str
    """Where: keys and list positions joined with dots, with shell wildcards, after `<file>:`."""
    why: str


class Definition(Model):
    """An exercise as its author declares it."""

    id: str
    chapter: str
    kind: Literal["static", "live"]
    minutes: PositiveInt
    files: tuple[str, ...] = ()
    """Files of the learner's folder that are the answer."""
    sections: tuple[str, ...] = ()
    """Sections of the blueprint that are the answer."""
    needs: tuple[str, ...] = ()
    """Runtimes a live check can use, its usual one first. Envoy alone runs on this machine."""
    starts_labs: bool = False
    """Whether a live check starts whole shops, which takes seconds, and not Envoy alone."""
    wrong: tuple[Wrong, ...]
    right: tuple[Right, ...] = ()
    tolerated: tuple[Tolerated, ...] = ()

    @property
    def answer_files(self) -> tuple[str, ...]:
        """The learner's files that are read, the blueprint among them where sections count."""
        return (*self.files, BLUEPRINT) if self.sections else self.files
