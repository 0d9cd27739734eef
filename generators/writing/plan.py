"""What writing would change, compared with what stands on the disk and what was written last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generators.writing.change import Change, FileChange, Plan
from generators.writing.merge import merge
from generators.writing.places import check_places
from generators.writing.record import Generated, digest
from generators.writing.sides import Side, Sides
from generators.writing.state import State, content, read_state
from generators.writing.syntax import Flaw, flaw


def plan(
    files: Mapping[str, str], out: Path, *, complete: bool = False, sides: Sides | None = None
) -> Plan:
    """Compare generated files with the folder they go to. Writes nothing.

    With `complete` the files are all there are: what was generated earlier, was not edited and is
    not among them any more would be removed.

    Raises:
        GenerateError: the folder cannot be read, a file would leave it, or `sides` names no file.
    """
    return planned(files, out, read_state(out), complete=complete, sides=sides or Sides())


def planned(
    files: Mapping[str, str], out: Path, state: State, *, complete: bool, sides: Sides
) -> Plan:
    """As `plan`, with what is known of the folder."""
    known = state.record.files
    left = [path for path in known if path not in files] if complete else []
    check_places(files, out)
    check_places(left, out)
    sides.check((*files, *left))
    changes = [
        _change(_File(path, text, _on_disk(f"{out}/{path}"), known.get(path), sides.of(path)))
        for path, text in files.items()
    ]
    gone = (
        _gone(_File(path, None, _on_disk(f"{out}/{path}"), known[path], sides.of(path)))
        for path in left
    )
    changes += [change for change in gone if change]
    ordered = sorted(_with_what_waits(changes), key=lambda change: change.path)
    return Plan(tuple(ordered), state.damaged, state.record.blueprint)


def _with_what_waits(changes: Sequence[FileChange]) -> list[FileChange]:
    """Nothing is removed while a file that may need it is in conflict."""
    if all(file.change is not Change.CONFLICT for file in changes):
        return list(changes)
    return [
        replace(file, change=Change.WAITING, after=file.before)
        if file.change is Change.REMOVED
        else file
        for file in changes
    ]


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """A file as it stands, its lines ending as the generator ends them."""

    text: str
    line_end: str
    readable: bool
    """Whether it is UTF-8; otherwise the text is only good to look at."""


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of one file."""

    path: str
    generated: str | None
    disk: _OnDisk | None
    known: Generated | None
    side: Side | None

    def becomes(self, change: Change, after: str | None, flawed: Flaw | None = None) -> FileChange:
        """The change, in the line ends of the disk."""
        disk = self.disk
        if disk is None:
            return FileChange(self.path, change, None, after, self.generated)
        before, then, fresh = (
            text and text.replace("\n", disk.line_end)
            for text in (disk.text, after, self.generated)
        )
        return FileChange(self.path, change, before, then, fresh, flaw=flawed)


def _on_disk(path: str) -> _OnDisk | None:
    raw = content(path)
    if raw is None:
        return None
    text = raw.decode(errors="replace")
    windows = 0 < text.count("\n") == text.count("\r\n")
    plain = text.replace("\r\n", "\n") if windows else text
    return _OnDisk(plain, "\r\n" if windows else "\n", text.encode() == raw)


def _change(file: _File) -> FileChange:
    disk, generated = file.disk, file.generated
    if disk is None:
        return file.becomes(Change.NEW, generated)
    if disk.text == generated:
        return file.becomes(Change.UNCHANGED, generated)
    if file.side is Side.GENERATED or (file.known and file.known.base == disk.text):
        return file.becomes(Change.CHANGED, generated)
    if file.side is Side.MINE or (file.known and file.known.base == generated):
        return _kept(file, disk)
    return _merged(file, disk)


def _kept(file: _File, disk: _OnDisk) -> FileChange:
    """The learner's text, whole; news only where this was not seen by a run before."""
    known = file.known
    settled = known and known.base == file.generated and known.left == digest(disk.text.encode())
    change = Change.UNCHANGED if settled else Change.MERGED
    return file.becomes(change, disk.text, _flaw(file.path, disk))


def _merged(file: _File, disk: _OnDisk) -> FileChange:
    """Both sides, where they do not clash and what comes of them can be read."""
    path, generated = file.path, file.generated or ""
    if file.known is None or not disk.readable:
        return file.becomes(Change.CONFLICT, generated, _flaw(path, disk))
    result = merge(file.known.base, disk.text, generated)
    if result.clashes:
        conflict = file.becomes(Change.CONFLICT, generated, _flaw(path, disk))
        return replace(conflict, clashes=result.clashes)
    broken = flaw(path, result.text)
    if broken and not flaw(path, generated):
        return file.becomes(Change.CONFLICT, generated, broken)
    return file.becomes(Change.MERGED, result.text)


def _gone(file: _File) -> FileChange | None:
    """A file that is generated no more; what was edited waits until a side is taken."""
    disk = file.disk
    if disk is None or file.side is Side.MINE:
        return None
    untouched = file.known and file.known.base == disk.text
    if untouched or file.side is Side.GENERATED:
        return file.becomes(Change.REMOVED, None)
    return file.becomes(Change.CONFLICT, None)


def _flaw(path: str, disk: _OnDisk) -> Flaw | None:
    return flaw(path, disk.text) if disk.readable else Flaw("not-text", 1, 1, "")
