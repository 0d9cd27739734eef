"""Course texts: Markdown whose headings carry ids that do not change with the language.

```markdown
## Order of routes
<!-- #order-of-routes -->
```
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,6}) +(.+?) *$")
_ANCHOR = re.compile(r"<!-- #([a-z0-9-]+) -->$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}) *([\w-]*)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where it stands."""

    anchor: str
    """The id under the heading, or empty."""
    title: str
    level: int
    line: int
    """Counts from 1."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code or a drawing."""

    language: str
    line: int
    """Of the opening mark, from 1."""
    body: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where it stands."""

    target: str
    line: int


def sections(text: str) -> tuple[Section, ...]:
    """Every heading outside fences, in order."""
    lines = text.splitlines()
    found = []
    for place in _prose(lines):
        heading = _HEADING.match(lines[place])
        if heading:
            below = lines[place + 1] if place + 1 < len(lines) else ""
            anchor = _ANCHOR.match(below)
            level = len(heading[1])
            found.append(Section(anchor[1] if anchor else "", heading[2], level, place + 1))
    return tuple(found)


def fences(text: str) -> tuple[Fence, ...]:
    """Every fenced block, in order."""
    lines = text.splitlines()
    found = []
    for opened, closed in _blocks(lines):
        mark = _FENCE.match(lines[opened])
        language = mark[2] if mark else ""
        body = tuple(lines[opened + 1 : closed])
        found.append(Fence(language, opened + 1, body, closed < len(lines)))
    return tuple(found)


def links(text: str) -> tuple[Link, ...]:
    """Every inline link outside fences, in order."""
    lines = text.splitlines()
    return tuple(
        Link(target, place + 1) for place in _prose(lines) for target in _LINK.findall(lines[place])
    )


def without_anchors(text: str) -> str:
    """The text as it is shown: anchor lines emptied, so that every other line keeps its number."""
    lines = text.splitlines()
    for place in _prose(lines):
        if _ANCHOR.match(lines[place]):
            lines[place] = ""
    return "\n".join(lines) + "\n"


def _prose(lines: list[str]) -> Iterator[int]:
    """Places of the lines that are not inside a fence."""
    start = 0
    for opened, closed in _blocks(lines):
        yield from range(start, opened)
        start = closed + 1
    yield from range(start, len(lines))


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Places of each fence's opening and closing line; an unclosed one ends after the last line."""
    opened, mark = 0, ""
    for place, line in enumerate(lines):
        fence = _FENCE.match(line)
        if not mark and fence:
            opened, mark = place, fence[1]
        elif mark and fence and fence[1].startswith(mark) and line.strip() == fence[1]:
            yield opened, place
            mark = ""
    if mark:
        yield opened, len(lines)
