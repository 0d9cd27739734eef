"""The draft's files by folder, as rows to walk through."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from workbench.ports.files import DraftFile, Fate
from workbench.tui.ink import Role, justified, line
from workbench.tui.rows import Row

FILE, FOLDER = "file:", "folder:"
MARKS = {
    Fate.NEW: ("+", Role.GOOD),
    Fate.CHANGED: ("~", Role.ACCENT),
    Fate.MERGED: ("±", Role.ACCENT),
    Fate.CONFLICT: ("!", Role.BAD),
    Fate.REMOVED: ("−", Role.WARN),
    Fate.WAITING: ("−", Role.MUTED),
    Fate.UNCHANGED: ("·", Role.MUTED),
}
_TAKEN = {"mine": "m", "fresh": "t"}
"""The key that took the side."""

_INDENT = "  "
_NESTED = "services/"
"""Every service is a folder of its own: they would fill one."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Folders that are open or closed, with the files in them."""

    files: Sequence[DraftFile] = ()
    opened: frozenset[str] = frozenset()
    sides: Mapping[str, str] = field(default_factory=dict)
    """For files in conflict: the side that was taken, `mine` or `fresh`."""

    def of(self, files: Sequence[DraftFile]) -> "Tree":
        """The same folders open, with other files; sides are kept for what is still in conflict."""
        still = {file.path for file in files if file.fate is Fate.CONFLICT}
        kept = {path: side for path, side in self.sides.items() if path in still}
        return replace(self, files=files, sides=kept)

    def toggled(self, folder: str) -> "Tree":
        """A folder opened, or closed."""
        return replace(self, opened=self.opened ^ {folder})

    def showing(self, path: str) -> "Tree":
        """The folder of a file opened."""
        return replace(self, opened=self.opened | {folder_of(path)})

    def taking(self, path: str, side: str) -> "Tree":
        """A side taken for a file in conflict."""
        return replace(self, sides={**self.sides, path: side})

    def taken(self, side: str) -> tuple[str, ...]:
        """The files for which this side was taken."""
        return tuple(path for path, chosen in self.sides.items() if chosen == side)

    def fate(self, path: str) -> Fate | None:
        """What would happen to a file; None where there is none of that path."""
        return next((file.fate for file in self.files if file.path == path), None)

    def folders(self) -> dict[str, list[DraftFile]]:
        """Files by folder, in the order of their paths; those at the top under an empty name."""
        found: dict[str, list[DraftFile]] = {"": []}
        for file in self.files:
            found.setdefault(folder_of(file.path), []).append(file)
        return found

    def rows(self, width: int) -> list[Row]:
        """Files at the top, then every folder, then what is in it where it is open."""
        folders = self.folders()
        rows = [self._file(file, _INDENT, width) for file in folders.pop("")]
        for folder, files in folders.items():
            rows.append(self._folder(folder, files, width))
            if folder in self.opened:
                rows += self._inside(folder, files, width)
        return rows

    def _inside(self, folder: str, files: Sequence[DraftFile], width: int) -> Iterator[Row]:
        """The files of a folder, under the names of the folders in it."""
        for inner, group in groupby(files, key=lambda file: file.path.rpartition("/")[0]):
            if name := inner.removeprefix(folder).lstrip("/"):
                yield Row(line(2 * _INDENT, (f"{name}/", Role.MUTED)).fit(width))
            for file in group:
                yield self._file(file, (3 if name else 2) * _INDENT, width)

    def _folder(self, folder: str, files: Sequence[DraftFile], width: int) -> Row:
        sign = "▾ " if folder in self.opened else "▸ "
        right = line(" ", *_counted(files), (f"{len(files):>5}", Role.MUTED))
        return Row(justified(line((sign, Role.MUTED), folder), right, width), FOLDER + folder)

    def _file(self, file: DraftFile, indent: str, width: int) -> Row:
        mark, role = MARKS[file.fate]
        left = line(indent, file.path.rpartition("/")[2])
        taken = _TAKEN.get(self.sides.get(file.path, ""), "")
        right = line((f" {taken}", Role.ACCENT), (mark, role))
        return Row(justified(left, right, width), FILE + file.path)


def folder_of(path: str) -> str:
    """The folder under which a file is listed; empty for the top."""
    depth = 2 if path.startswith(_NESTED) else 1
    parts = path.split("/")
    return "/".join(parts[:depth]) if len(parts) > depth else "/".join(parts[:-1])


def _counted(files: Sequence[DraftFile]) -> Iterator[tuple[str, Role]]:
    """How many files have which fate; nothing of those that stay as they are."""
    counts = Counter(file.fate for file in files)
    for fate, (mark, role) in MARKS.items():
        if counts[fate] and fate is not Fate.UNCHANGED:
            yield f" {mark}{counts[fate]}", role
