"""What writing would change, compared with what stands on the disk and what was written last."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path

from generators.errors import GenerateError

RECORD = ".generated.json"
"""In the output folder: the hash of each file as it was last generated."""


class Change(StrEnum):
    """What would happen to one file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    """It stands as it was generated, and would be generated differently now."""
    CONFLICT = "conflict"
    """It was edited by hand, and would be generated differently."""
    REMOVED = "removed"
    """It stands as it was generated, and belongs to the blueprint no more."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a plan."""

    path: str
    change: Change
    before: str | None
    """What stands on the disk; nothing for a new file."""
    after: str | None
    """What would stand there; nothing for a removed file."""

    @property
    def diff(self) -> str:
        """The difference as a unified diff; empty when there is none."""
        old = (self.before or "").splitlines(keepends=True)
        new = (self.after or "").splitlines(keepends=True)
        return "".join(unified_diff(old, new, f"a/{self.path}", f"b/{self.path}"))


@dataclass(frozen=True, slots=True)
class Plan:
    """All files, in the order of their paths."""

    files: tuple[FileChange, ...]

    @property
    def clean(self) -> bool:
        """Whether the disk already is as it would be written."""
        return all(file.change is Change.UNCHANGED for file in self.files)

    def of(self, change: Change) -> tuple[FileChange, ...]:
        """The files to which this would happen."""
        return tuple(file for file in self.files if file.change is change)


def plan(files: Mapping[str, str], out: Path, *, complete: bool = False) -> Plan:
    """Compare generated files with the folder they go to. Writes nothing.

    With `complete` the files are all there are: what was generated earlier, was not edited and is
    not among them any more would be removed.

    Raises:
        GenerateError: the folder cannot be read.
    """
    record = read_record(out)
    changes = [_planned(path, text, out, record) for path, text in files.items()]
    if complete:
        left = [path for path in record if path not in files]
        changes += [change for path in left if (change := _left_over(path, out, record))]
    return Plan(tuple(sorted(changes, key=lambda change: change.path)))


def read_record(out: Path) -> dict[str, str]:
    """The hashes of the last run; none after a first look or where the record is damaged."""
    text = _read(out / RECORD)
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    hashes = data.get("files", {}) if isinstance(data, dict) else {}
    return {str(path): str(value) for path, value in hashes.items()}


def digest(text: str) -> str:
    """The hash that tells a generated file from an edited one."""
    return hashlib.sha256(text.encode()).hexdigest()


def _planned(path: str, text: str, out: Path, record: Mapping[str, str]) -> FileChange:
    before = _read(out / path)
    if before is None:
        return FileChange(path, Change.NEW, None, text)
    if before == text:
        return FileChange(path, Change.UNCHANGED, before, text)
    untouched = record.get(path) == digest(before)
    return FileChange(path, Change.CHANGED if untouched else Change.CONFLICT, before, text)


def _left_over(path: str, out: Path, record: Mapping[str, str]) -> FileChange | None:
    """A file that is generated no more; one that was edited has become the learner's own."""
    before = _read(out / path)
    if before is None or record[path] != digest(before):
        return None
    return FileChange(path, Change.REMOVED, before, None)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise GenerateError("unreadable", path=str(path), reason=error.strerror or "") from None
