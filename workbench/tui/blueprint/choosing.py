"""What there is to choose, as rows: each opens to the values that it may have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.ports.files import Choice
from workbench.tui.ink import Line, Role, justified, line
from workbench.tui.rows import Row

CHOICE, VALUE = "choice:", "value:"
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Choosing:
    """The choices, one of them open."""

    choices: Sequence[Choice] = ()
    opened: str = ""
    """Its place."""

    def toggled(self, row: str | None) -> "Choosing":
        """The choice in that row opened, or closed."""
        place = row.removeprefix(CHOICE) if row and row.startswith(CHOICE) else ""
        return replace(self, opened="" if place == self.opened else place)

    def wish(self, row: str | None) -> str:
        """The value in that row, which could be chosen; empty where the row is none."""
        return row.removeprefix(VALUE) if row and row.startswith(VALUE) else ""

    def at(self, row: str | None) -> Choice | None:
        """The choice to which a row belongs."""
        if self.wish(row):
            return self._of(self.opened)
        return self._of(row.removeprefix(CHOICE)) if row and row.startswith(CHOICE) else None

    def rows(self, width: int) -> list[Row]:
        """A row for each choice; below the open one a row for each of its values."""
        return [row for choice in self.choices for row in self._rows(choice, width)]

    def _rows(self, choice: Choice, width: int) -> Iterator[Row]:
        yield Row(_told(choice, width), CHOICE + choice.place)
        if choice.place == self.opened:
            for value in choice.among:
                is_chosen = value == choice.value
                mark = ("● ", Role.GOOD) if is_chosen else ("○ ", Role.MUTED)
                yield Row(line(_INDENT, mark, value).fit(width), VALUE + value)

    def _of(self, place: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.place == place), None)


def _told(choice: Choice, width: int) -> Line:
    role = Role.STRONG if choice.line else Role.MUTED
    return justified(line(choice.place), line((f" {choice.value}", role)), width)
