"""A list with a cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message

from workbench.tui.actions import Action, bindings
from workbench.tui.ink import Line, line
from workbench.tui.rows import Row
from workbench.tui.widgets.sheet import Sheet

MARK = "▸"

MOVES = (
    Action("step(-1)", "up"),
    Action("step(1)", "down"),
    Action("step(-10)", "pageup"),
    Action("step(10)", "pagedown"),
    Action("step(-1000)", "home"),
    Action("step(1000)", "end"),
)


Rows = Callable[[int], Sequence[Row]]
"""Width in cells -> rows."""


class Listing(VerticalScroll):
    """Rows of text; the cursor stands on one that can be chosen and is marked by a sign, too."""

    BINDINGS = bindings(MOVES)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        listing: "Listing"
        id: str

        @property
        def control(self) -> "Listing":
            """The listing, for `@on` selectors."""
            return self.listing

    @dataclass
    class Chosen(Message):
        """A row was clicked a second time."""

        listing: "Listing"
        id: str

        @property
        def control(self) -> "Listing":
            """The listing, for `@on` selectors."""
            return self.listing

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows_for: Rows = lambda _width: ()
        self.current: str | None = None
        """Id of the row under the cursor."""

    def compose(self) -> ComposeResult:
        """One sheet holds all rows."""
        yield Sheet()

    def show(self, rows: Rows, *, current: str | None = None) -> None:
        """Show these rows; keep the cursor where it was, or put it on `current`."""
        self._rows_for = rows
        ids = self._ids()
        wanted = current or self.current
        self.current = wanted if wanted in ids else next(iter(ids), None)
        self._repaint()

    def action_step(self, by: int) -> None:
        """Move the cursor over rows that can be chosen; stop at the ends."""
        ids = self._ids()
        if self.current in ids:
            at = min(max(ids.index(self.current) + by, 0), len(ids) - 1)
            self._move_to(ids[at])

    def on_click(self, event: events.Click) -> None:
        """Move to the row; on the row under the cursor: choose it."""
        at = event.screen_y - self.content_region.y + round(self.scroll_y)
        rows = self._rows()
        row_id = rows[at].id if 0 <= at < len(rows) else None
        if row_id is None:
            return
        if row_id == self.current:
            self.post_message(self.Chosen(self, row_id))
        else:
            self._move_to(row_id)

    def _rows(self) -> Sequence[Row]:
        return self._rows_for(self.query_one(Sheet).content_size.width - len(MARK))

    def _ids(self) -> list[str]:
        return [row.id for row in self._rows() if row.id is not None]

    def _move_to(self, row_id: str) -> None:
        if row_id != self.current:
            self.current = row_id
            self._repaint()
            self.post_message(self.Moved(self, row_id))

    def _repaint(self) -> None:
        self.query_one(Sheet).show(self._lines)
        self.call_after_refresh(self._reveal)

    def _reveal(self) -> None:
        """Scroll to the cursor; from the first row, to what is written above it too."""
        if not self.children:  # the screen was left before this refresh
            return
        rows = self._rows()
        at = next((n for n, row in enumerate(rows) if row.id == self.current), 0)
        top = 0 if all(row.id is None for row in rows[:at]) else at
        self.scroll_to_region(Region(0, top, 1, at - top + 1), animate=False)

    def _lines(self, width: int, _height: int) -> list[Line]:
        return [self._line(row, width) for row in self._rows_for(width - len(MARK))]

    def _line(self, row: Row, width: int) -> Line:
        if row.id is not None and row.id == self.current:
            return (line(MARK) + row.text).fit(width).under_cursor()
        return (line(" " * len(MARK)) + row.text).fit(width)
