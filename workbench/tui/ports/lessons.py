"""Lessons and quizzes."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question."""

    text: str
    right: bool
    because: str = ""
    """Why it is right or wrong."""


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question."""

    id: str
    text: str
    options: tuple[Option, ...]

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
    """Markdown. A line `<!-- #anchor -->` under a heading names it for `read` links."""
    quiz: tuple[Question, ...] = ()
    read: bool = False


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
