"""Which lines of a file a mark speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from generators.render.reasons.mark import Mark
from generators.render.reasons.marker import LINE, WHOLE, read


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some lines of a file stand there."""

    mark: Mark
    first: int
    """The first line, counted from 1 in the file without comments."""
    last: int

    def covers(self, line: int) -> bool:
        """Whether a line is among them."""
        return self.first <= line <= self.last


def reasons_in(text: str) -> tuple[Reason, ...]:
    """Every reason of a marked text, from the outermost to the innermost at each line."""
    lines: list[str] = []
    marks: list[tuple[int, int, bool, Mark]] = []
    for line in text.splitlines(keepends=True):
        if found := LINE.fullmatch(line):
            indent, _, scope, mark = found.groups()
            marks.append((len(lines), len(indent), scope == WHOLE, read(mark)))
        else:
            lines.append(line.rstrip("\n"))
    found_reasons = (
        Reason(mark, start + 1, start + _length(lines[start:], indent, whole=whole))
        for start, indent, whole, mark in marks
    )
    return tuple(found_reasons)


def _length(lines: Sequence[str], indent: int, *, whole: bool) -> int:
    """How many lines belong to what begins with the first; blank lines at the end do not."""
    length = 1
    item = bool(lines) and lines[0][indent:].startswith("- ")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        if _ends(line, indent, whole=whole and not item, item=item):
            break
        length = number
    return length


def _ends(line: str, indent: int, *, whole: bool, item: bool) -> bool:
    """Whether a line is no part of the block any more."""
    depth = len(line) - len(line.lstrip(" "))
    if line == "---" or depth < indent:
        return True
    if whole or depth > indent:
        return False
    # a list may stand as deep as the key that holds it; the next item is no part of this one
    return item or not line[indent:].startswith("- ")
