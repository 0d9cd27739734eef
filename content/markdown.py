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
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where it stands."""

    anchor: str
    """The id under the heading, or empty."""
    title: str
    level: int
    line: int
    """Counts from 1."""


def sections(text: str) -> tuple[Section, ...]:
    """Every heading outside code fences, in order."""
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


def without_anchors(text: str) -> str:
    """The text as it is shown: anchor lines emptied, so that every other line keeps its number."""
    lines = text.splitlines()
    for place in _prose(lines):
        if _ANCHOR.match(lines[place]):
            lines[place] = ""
    return "\n".join(lines) + "\n"


def _prose(lines: list[str]) -> Iterator[int]:
    """Places of the lines that are not inside a code fence."""
    fence = ""
    for place, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            yield place
