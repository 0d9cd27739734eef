"""What can be done on a screen: one table feeds keys, footer, help and palette."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"

NAMES = {
    "enter": "⏎",
    "escape": "esc",
    "question_mark": "?",
    "colon": ":",
    "space": "␣",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. Its words: `tui-do-<name>` (short) and `tui-do-<name>-help`."""

    name: str
    """The screen's method is `action_<name>`; `app.` in front means the application's."""
    keys: str
    """Textual key names, comma-separated; the first one is shown."""
    footer: bool = True
    shown: str = ""
    """How the keys are written, where it is not the first one's name."""
    word: str = ""
    """The name in message ids, where one method serves several actions."""

    @property
    def code(self) -> str:
        """The message id of the short name."""
        return "tui-do-" + (self.word or self.name.removeprefix("app.").replace("_", "-"))

    @property
    def label(self) -> str:
        """The key as written in the footer."""
        first = self.keys.split(",")[0]
        return self.shown or NAMES.get(first, first)


EVERYWHERE = (
    Action("app.palette", "colon,ctrl+p"),
    Action("app.help", "question_mark"),
    Action("app.back", "escape,q", footer=False),
    Action("app.switch_language", "L", footer=False),
    Action("app.switch_theme", "T", footer=False),
)


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """Textual's key bindings, each letter also where it lies on a Russian keyboard."""
    return [
        Binding(key, action.name, show=False)
        for action in actions
        for key in _on_both_layouts(action.keys.split(","))
    ]


def _on_both_layouts(keys: list[str]) -> list[str]:
    return [each for key in keys for each in dict.fromkeys((key, _cyrillic(key)))]


def _cyrillic(key: str) -> str:
    letter = key.lower()
    if len(key) != 1 or letter not in LATIN:
        return key
    twin = CYRILLIC[LATIN.index(letter)]
    return twin.upper() if key.isupper() else twin
