"""Text to read and leave: evidence, logs."""

from collections.abc import Callable, Iterator

from textual.containers import VerticalScroll
from textual.widget import Widget

from workbench.tui.ink import Line, Role, line
from workbench.tui.page import Page
from workbench.tui.widgets import Sheet


class TextScreen(Page):
    """One scrolling panel."""

    CSS = "TextScreen #read { height: 1fr; }"

    def __init__(
        self, title: str, lines: Callable[[int], list[Line]], *, at_end: bool = False
    ) -> None:
        super().__init__()
        self._text_title = title
        self._lines_for = lines
        self._at_end = at_end

    def body(self) -> Iterator[Widget]:
        """The panel."""
        yield VerticalScroll(Sheet(id="lines"), id="read", classes="panel")

    def heading(self) -> tuple[Line, Line]:
        """What this is."""
        return line((self._text_title, Role.STRONG)), line()

    def paint(self) -> None:
        """The text; a log is shown from its end."""
        self.query_one("#lines", Sheet).show(lambda width, _: self._lines_for(width))
        if self._at_end:
            self.call_after_refresh(self.query_one("#read").scroll_end, animate=False)
