"""A file of a plan as lines to show: whole, or what changes in it."""

import re
from collections.abc import Iterator

from generators.writing import Change, FileChange
from workbench.ports.files import Kind, ShownLine

_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(?P<first>\d+)")
_KINDS = {"+": Kind.ADDED, "-": Kind.REMOVED}
_HEADER_LINES = 2
"""The names of the two files."""


def whole(file: FileChange) -> tuple[ShownLine, ...]:
    """The file as it would stand; in a conflict, or where it goes, as it stands."""
    stays = file.change in {Change.CONFLICT, Change.REMOVED}
    text = file.before if stays else file.after
    lines = enumerate((text or "").splitlines(), 1)
    return tuple(ShownLine(each, number=number) for number, each in lines)


def difference(file: FileChange) -> tuple[ShownLine, ...]:
    """What would change on the disk; else what was edited by hand; else nothing."""
    if file.clashes:
        return tuple(_clashes(file))
    if file.change in {Change.NEW, Change.REMOVED}:
        return ()
    return tuple(_hunks(file.diff or file.edits))


def _hunks(diff: str) -> Iterator[ShownLine]:
    """The lines of a unified diff, numbered as in the newer text."""
    number = 0
    for text in diff.splitlines()[_HEADER_LINES:]:
        if found := _HUNK.match(text):
            number = int(found["first"])
            yield ShownLine(text, Kind.MARK)
            continue
        kind = _KINDS.get(text[:1], Kind.SAME)
        if kind is Kind.REMOVED:
            yield ShownLine(text[1:], kind)
        else:
            yield ShownLine(text[1:], kind, number)
            number += 1


def _clashes(file: FileChange) -> Iterator[ShownLine]:
    """Each place with the learner's side, which stands there, and the generator's."""
    for clash in file.clashes:
        yield ShownLine(f"@@ {file.path}:{clash.line}", Kind.MARK)
        for number, text in enumerate(clash.mine.splitlines(), clash.line):
            yield ShownLine(text, Kind.SAME, number)
        for text in clash.base.splitlines():
            yield ShownLine(text, Kind.REMOVED)
        for text in clash.generated.splitlines():
            yield ShownLine(text, Kind.ADDED)
