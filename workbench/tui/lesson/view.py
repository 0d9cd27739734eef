"""A lesson cut into sections, and its contents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.messages import Messages
from workbench.ports.lessons import Lesson
from workbench.tui.ink import Line, Role, line
from workbench.tui.rows import Row

FENCES = ("```", "~~~")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level and what stands under it."""

    title: str
    text: str
    first_line: int
    """Its place in the lesson, from 1."""


def sections(markdown: str) -> tuple[Section, ...]:
    """Cut a lesson before every `##` that is not inside a code fence.

    The lesson's own heading is left out: the title row shows it.
    """
    lines = markdown.splitlines()
    starts = [0, *_second_level(lines), len(lines)]
    parts = (_section(lines, start, end) for start, end in pairwise(starts) if start < end)
    return tuple(part for part in parts if part.text.strip())


def holding(parts: Sequence[Section], at_line: int) -> int:
    """Position of the section that holds a line of the lesson."""
    return max((n for n, part in enumerate(parts) if part.first_line <= at_line), default=0)


def contents(parts: Sequence[Section]) -> list[Row]:
    """The table of contents; ids are positions."""
    return [Row(line(part.title), str(n)) for n, part in enumerate(parts)]


def heading(lesson: Lesson, words: Messages) -> tuple[Line, Line]:
    """Title; minutes and whether it counts as read."""
    mark = ("✔ ", Role.GOOD) if lesson.read else ("", Role.PLAIN)
    right = line(mark, (words.text("tui-minutes", minutes=lesson.minutes), Role.MUTED))
    number = f"{lesson.id} " if lesson.id[0].isdigit() else ""
    return line((number, Role.ACCENT), (lesson.title, Role.STRONG)), right


def _second_level(lines: Sequence[str]) -> Iterator[int]:
    fenced = False
    for place, each in enumerate(lines):
        if each.lstrip().startswith(FENCES):
            fenced = not fenced
        elif each.startswith("## ") and not fenced:
            yield place


def _section(lines: Sequence[str], start: int, end: int) -> Section:
    title = lines[start].lstrip("# ")
    body = lines[start + lines[start].startswith("# ") : end]
    return Section(title, "\n".join(body).strip() + "\n", start + 1)
