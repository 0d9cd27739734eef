"""The footer: the keys of this screen, the same way everywhere."""

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from content.messages import Messages
from workbench.tui.actions import EVERYWHERE, Action

GAP = Content("  ")


class KeyBar(Widget):
    """One row of keys; what does not fit is still in the help and in the palette."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $panel; text-wrap: nowrap; }
    """
    ALLOW_SELECT = False

    def __init__(
        self,
        actions: Sequence[Action],
        words: Messages,
        *,
        everywhere: Sequence[Action] = EVERYWHERE,
    ) -> None:
        super().__init__()
        self.auto_links = False  # keys look like keys, not like underlined links
        self._actions = actions
        self._everywhere = everywhere
        self._words = words

    def speak(self, words: Messages) -> None:
        """Use another language."""
        self._words = words
        self.refresh()

    def render(self) -> Content:
        """Keys from the left, palette and help at the right."""
        fixed = GAP.join(self._entry(action) for action in self._everywhere if action.footer)
        room = self.content_size.width - len(fixed.plain)
        shown = Content()
        for action in (action for action in self._actions if action.footer):
            entry = Content.assemble(self._entry(action), GAP)
            if len(shown.plain) + len(entry.plain) > room:
                break
            shown += entry
        return Content.assemble(shown, " " * (room - len(shown.plain)), fixed)

    def _entry(self, action: Action) -> Content:
        click = action.name if action.name.startswith("app.") else f"screen.{action.name}"
        entry = Content.assemble(
            (action.label, "bold $primary"), " " + self._words.text(action.code)
        )
        return entry.stylize(Style.from_meta({"@click": click}))
