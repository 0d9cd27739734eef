"""What an exercise is, and what a grader may say about an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """The verdict on an answer. *Could not judge* is our fault or the machine's, never theirs."""

    PASSED = "passed"
    NOT_YET = "not yet"
    COULD_NOT_JUDGE = "could not judge"


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the facts behind a finding, in words of its own: the catalogue's `<code>`."""

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found wrong, with its evidence.

    The words are in the catalogue: `finding-<code>` (what is wrong), `finding-<code>-why` (the
    consequence). Both are filled from `params`.
    """

    code: str
    file: str = ""
    """Path inside the learner's folder, or empty when the evidence is not a file."""
    line: int = 0
    """Counts from 1; 0 means the file as a whole."""
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    evidence: str = ""
    """What was sent and received, the trace, the measured figures: shown as is."""
    read: str = ""
    """`<lesson>#<anchor>`: where the course explains it."""
    reasons: tuple[Reason, ...] = ()
    """Evidence that has to be put into words."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of grading one answer."""

    exercise: str
    status: Status
    findings: tuple[Finding, ...] = ()
    held: tuple[str, ...] = ()
    """Codes of the checks that hold, in the order they ran: `held-<code>` in the catalogue."""
    measured: Mapping[str, float | int | str] = field(default_factory=dict)
    """Figures a live check measured, with units in the names (`p95_ms`)."""
    seconds: float = 0.0
