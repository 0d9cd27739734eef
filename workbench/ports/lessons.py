"""Lessons and quizzes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question."""

    id: str
    text: str
    options: tuple[Option, ...]
    why: str = ""
    """Why the right answer is right; shown after any answer."""

    @property
    def several(self) -> bool:
        """More than one option is right."""
        return sum(option.right for option in self.options) > 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's text and quiz."""

    id: str
    title: str
    minutes: int
    text: str
    """Markdown."""
    quiz: tuple[Question, ...] = ()
    read: bool = False
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Line of `text` (from 1) with the heading that an anchor names, for `read` links."""


class LessonsPort(Protocol):
    """Reads lessons; remembers what was read and answered."""

    def lesson(self, lesson: str, language: str) -> Lesson:
        """The lesson of that id."""
        ...

    def mark_read(self, lesson: str) -> None:
        """Count the lesson as read. Safe to call twice."""
        ...

    def answered(self, lesson: str, question: str, *, right: bool) -> None:
        """Remember the outcome of a quiz question."""
        ...
