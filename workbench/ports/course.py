"""The course map."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """How far the learner is with one item."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Item:
    """A lesson or an exercise on the map."""

    id: str
    kind: str
    """`lesson` or `exercise`."""
    title: str
    minutes: int
    standing: Standing
    live: bool = False
    """It starts real servers."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its lesson and its exercises, in reading order."""

    id: str
    """`4.1` … `4.6`, `capstone`, `business-case`."""
    title: str
    items: tuple[Item, ...]

    @property
    def done(self) -> int:
        """Finished items."""
        return sum(item.standing is Standing.DONE for item in self.items)


@dataclass(frozen=True, slots=True)
class Week:
    """A week, or two, of the block."""

    label: str
    """`15-16`; empty for what lies after the weeks."""
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Where the learner is."""

    learner: str
    """Name of the learner's folder."""
    weeks: tuple[Week, ...]
    next_id: str = ""
    """Id of the item to do next; empty when the course is finished."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item in course order."""
        return tuple(i for week in self.weeks for c in week.chapters for i in c.items)

    @property
    def percent(self) -> int:
        """Finished items, of all, in percent."""
        done = sum(item.standing is Standing.DONE for item in self.items)
        return round(100 * done / len(self.items)) if self.items else 0


@dataclass(frozen=True, slots=True)
class Architecture:
    """The learner's blueprint at a glance."""

    facts: tuple[str, ...]
    """Sentences, most important first."""
    warnings: tuple[str, ...] = ()


class CoursePort(Protocol):
    """Reads the course and the learner's progress."""

    def overview(self, language: str) -> Overview:
        """The map. Cheap: nothing of the learner's blueprint is read."""
        ...

    def architecture(self, language: str) -> Architecture:
        """What the learner's blueprint says; no facts where there is none yet."""
        ...

    def boundaries(self, language: str) -> str:
        """How far the blueprint's boundaries are from the best there are, as a sentence.

        Empty where there is no blueprint to judge. It takes a proof: ask for it last.
        """
        ...
