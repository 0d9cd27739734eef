"""The learner's blueprint, and the files that it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Fate(StrEnum):
    """What a run would do to a file."""

    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    CONFLICT = "conflict"
    REMOVED = "removed"
    WAITING = "waiting"
    """It would go, but a file in conflict may still need it."""
    UNCHANGED = "unchanged"


class Kind(StrEnum):
    """What a line of a shown file is."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    MARK = "mark"
    """No line of the file: where a piece of it begins, or which side follows."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a line of the blueprint."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that is generated, or was."""

    path: str
    fate: Fate
    flaw: str = ""
    """Why it cannot be read as it stands, as a sentence."""


@dataclass(frozen=True, slots=True)
class FailureMode:
    """Something that can go wrong."""

    text: str
    guard: str
    """What protects from it."""


@dataclass(frozen=True, slots=True)
class ChosenOtherwise:
    """What differs in the blueprint since the last run, and what that means."""

    values: tuple[tuple[str, str, str], ...] = ()
    """Place in the blueprint, value before, value now; empty: there was or is none."""
    come: tuple[FailureMode, ...] = ()
    go: tuple[FailureMode, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something in the blueprint that is one of a few values."""

    place: str
    value: str
    among: tuple[str, ...]
    meaning: str
    """What it is about, as a sentence."""
    line: int
    """Where it is said; 0: it is left to a default."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a run would do now."""

    blueprint: Path
    folder: Path
    edited_at: float
    """As the blueprint was written last that this was made of; see `FilesPort.edited_at`."""
    broken: bool
    """The blueprint cannot be used: `remarks` are errors, and there are no files."""
    remarks: tuple[Remark, ...] = ()
    """Errors, or what works and will hurt."""
    files: tuple[DraftFile, ...] = ()
    choices: tuple[Choice, ...] = ()
    """What the whole shop shares comes first."""
    chosen: ChosenOtherwise = ChosenOtherwise()


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a file, or of what changes in it."""

    text: str
    kind: Kind = Kind.SAME
    number: int = 0
    """In the file as it would stand, from 1; 0: it is not there."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line of a file stands there."""

    text: str
    choices: tuple[tuple[str, int], ...]
    """Places in the blueprint with their lines; 0: the course's default."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not work in a manifest, or between two."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a run, or of taking one back."""

    written: int
    left: int
    """Files that were not touched, for nobody said which side to take."""


class FilesPort(Protocol):
    """One draft at a time: what is asked about files is asked about the latest one."""

    def edited_at(self) -> float:
        """When the blueprint was last written, as its file system tells."""
        ...

    def draft(self, language: str) -> Draft:
        """Judge the blueprint and plan its files. Writes nothing."""
        ...

    def choose(self, place: str, value: str, language: str) -> ChosenOtherwise:
        """Write a choice into the blueprint; everything else in it stays."""
        ...

    def whole(self, path: str) -> tuple[ShownLine, ...]:
        """A file of the draft as it would stand; one in conflict as it stands."""
        ...

    def difference(self, path: str) -> tuple[ShownLine, ...]:
        """What a run would change in it, or else what was edited by hand; else nothing."""
        ...

    def why(self, path: str, line: int, language: str) -> tuple[Reason, ...]:
        """The reasons for a line, the closest first; for line 0 those of the whole file."""
        ...

    def findings(self, language: str) -> tuple[Finding, ...]:
        """What does not work in and across the manifests, as they stand."""
        ...

    def write(self, mine: Sequence[str] = (), fresh: Sequence[str] = ()) -> Made:
        """Write the files as the blueprint stands now.

        Of those in conflict `mine` keep what was edited, `fresh` become as generated; others stay.
        """
        ...

    def undo(self) -> Made:
        """Put back what the last run replaced."""
        ...
