"""The rows of a listing, as data."""

from dataclasses import dataclass

from workbench.tui.ink import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says, and the id of what it stands for (None: it cannot be chosen)."""

    text: Line
    id: str | None = None
