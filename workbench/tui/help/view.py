"""The keys of a screen, explained."""

from collections.abc import Sequence

from content.messages import Messages
from workbench.tui.actions import EVERYWHERE, NAMES, Action
from workbench.tui.ink import Line, Role, cell, line, wrapped

KEY_CELLS = 13


def page(actions: Sequence[Action], words: Messages, width: int) -> list[Line]:
    """What each key does here, and what works everywhere."""
    own = [action for action in actions if not _is_everywhere(action)]
    return [
        *_group(words.text("tui-help-here"), own, words, width),
        line(),
        *_group(words.text("tui-help-everywhere"), EVERYWHERE, words, width),
        line(),
        *wrapped(words.text("tui-help-layouts"), width, Role.MUTED),
    ]


def keys(action: Action) -> str:
    """All keys of an action, as they are written on a keyboard."""
    if action.shown:
        return action.shown
    return " ".join(NAMES.get(key, key) for key in action.keys.split(","))


def _group(title: str, actions: Sequence[Action], words: Messages, width: int) -> list[Line]:
    lines = [line((title, Role.STRONG))]
    seen: set[str] = set()
    for action in actions:
        if action.code in seen:
            continue
        seen.add(action.code)
        told = wrapped(words.text(f"{action.code}-help"), width - KEY_CELLS)
        lines.append(line((cell(keys(action), KEY_CELLS), Role.ACCENT)) + told[0])
        lines.extend(line(" " * KEY_CELLS) + each for each in told[1:])
    return lines


def _is_everywhere(action: Action) -> bool:
    return any(action.name == other.name for other in EVERYWHERE)
