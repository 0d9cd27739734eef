"""What writing would do to each file."""

from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from generators.writing.merge import Clash
from generators.writing.syntax import Flaw


class Change(StrEnum):
    """What would happen to one file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    """It stands as it was left by the last run, hand edits included."""
    CHANGED = "changed"
    """Nobody edited it, and it would be generated differently now."""
    MERGED = "merged"
    """It was edited by hand since the last run, and keeps its edits."""
    REMOVED = "removed"
    """Nobody edited it, and it belongs to the blueprint no more."""
    WAITING = "waiting"
    """It would go, but a file in conflict may still need it: it goes once a side is taken."""
    CONFLICT = "conflict"
    """It was edited where it would be generated differently: it stays until a side is taken."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a plan."""

    path: str
    change: Change
    before: str | None
    """What stands on the disk; nothing for a new file."""
    after: str | None
    """What would stand there, in a conflict once the generator's side is taken; nothing where the
    file would go."""
    generated: str | None = None
    """What the blueprint says, without hand edits; nothing where it knows no such file."""
    clashes: tuple[Clash, ...] = ()
    flaw: Flaw | None = None
    """Why the file, with its edits, cannot be read."""

    @property
    def stays(self) -> bool:
        """Whether it stands as the blueprint has it, edits by hand included."""
        is_kept = self.change is Change.MERGED and self.after == self.before
        return self.change is Change.UNCHANGED or is_kept

    @property
    def diff(self) -> str:
        """What would change on the disk, as a unified diff; empty when nothing would."""
        return _diff(self.path, self.before, self.after)

    @property
    def edits(self) -> str:
        """What would remain of hand edits, as a unified diff."""
        if self.change is Change.CONFLICT:
            return ""
        return _diff(self.path, self.generated, self.after)


@dataclass(frozen=True, slots=True)
class Plan:
    """All files, in the order of their paths."""

    files: tuple[FileChange, ...]
    record_damaged: bool = False
    """What was generated last is not known: whatever differs might be an edit."""
    last_blueprint: str = ""
    """The blueprint of the last run as text; empty where it is not known."""

    @property
    def clean(self) -> bool:
        """Whether a run would change no file, and every edited file can be read."""
        return all(file.stays and not file.flaw for file in self.files)

    def of(self, change: Change) -> tuple[FileChange, ...]:
        """The files to which this would happen."""
        return tuple(file for file in self.files if file.change is change)


def _diff(path: str, before: str | None, after: str | None) -> str:
    old = (before or "").splitlines(keepends=True)
    new = (after or "").splitlines(keepends=True)
    lines = unified_diff(old, new, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
