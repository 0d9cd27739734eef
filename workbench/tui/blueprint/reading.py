"""The file that is being looked at, as data."""

from dataclasses import dataclass

from workbench.ports.files import Reason, ShownLine

LINE = "line:"
"""What the ids of rows begin with that show a line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a file, and why the one under the cursor is there."""

    path: str = ""
    lines: tuple[ShownLine, ...] = ()
    is_whole: bool = True
    """All of the file; else what changes in it."""
    reasons: tuple[Reason, ...] = ()

    def row_of(self, number: int) -> str | None:
        """Id of the row that shows a line of the file, counted from 1."""
        found = (i for i, each in enumerate(self.lines) if number and each.number == number)
        return next((f"{LINE}{index}" for index in found), None)

    def line_at(self, row: str | None) -> ShownLine | None:
        """The line that a row shows."""
        return self.lines[int(row.removeprefix(LINE))] if row and row.startswith(LINE) else None

    @property
    def chosen_at(self) -> int:
        """The line of the blueprint that is behind it, the closest first; 1 where none is."""
        lines = (at for reason in self.reasons for _, at in reason.choices if at)
        return next(lines, 1)
