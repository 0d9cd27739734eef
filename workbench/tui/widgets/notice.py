"""The line above the footer: what is going on, what went wrong."""

from textual.reactive import reactive
from textual.timer import Timer

from workbench.tui.ink import Line, Role, line, wrapped
from workbench.tui.widgets.sheet import Sheet

SPINNER = "◐◓◑◒"
MARKS = {Role.BAD: "✘ ", Role.WARN: "! ", Role.GOOD: "✔ "}
MOST_ROWS = 4


class Notice(Sheet):
    """Hidden when there is nothing to say."""

    DEFAULT_CSS = """
    Notice { dock: bottom; height: auto; padding: 0 1; margin-bottom: 1; display: none;
             background: $panel; }
    """

    frame = reactive(0)

    def on_mount(self) -> None:
        """Nothing turns until work begins."""
        self._timer: Timer = self.set_interval(0.1, self._turn, pause=True)

    def say(self, text: str, role: Role = Role.PLAIN) -> None:
        """Show a sentence until the next one; an empty one hides the line."""
        self._timer.pause()
        self.display = bool(text)
        self.show(lambda width, _: wrapped(MARKS.get(role, "") + text, width, role)[:MOST_ROWS])

    def working(self, text: str) -> None:
        """Show that something is under way."""
        self._timer.resume()
        self.display = True
        self.show(lambda width, _: [self._working(text).fit(width)])

    def _working(self, text: str) -> Line:
        return line((SPINNER[self.frame % len(SPINNER)] + " ", Role.ACCENT), text)

    def _turn(self) -> None:
        self.frame += 1
