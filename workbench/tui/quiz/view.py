"""Quiz questions as text."""

from collections.abc import Set as AbstractSet

from content.messages import Messages
from workbench.ports.lessons import Question
from workbench.tui.ink import Line, Role, line, wrapped


def question(
    asked: Question,
    number: tuple[int, int],
    picked: AbstractSet[int],
    *,
    answered: bool,
    words: Messages,
    width: int,
) -> list[Line]:
    """One quiz question, its options as keys 1 to 9; once answered, the reasons."""
    at, total = number
    lines = [line((words.text("tui-question", at=at, total=total), Role.MUTED))]
    lines += wrapped(asked.text, width, Role.STRONG)
    if asked.several and not answered:
        lines += wrapped(words.text("tui-several"), width, Role.MUTED)
    lines.append(line())
    for n, option in enumerate(asked.options):
        sign, role = _sign(chosen=n in picked, right=option.right, answered=answered)
        lines += wrapped(f"{n + 1} {sign} {option.text}", width, role, indent="    ")
    if answered and asked.why:
        lines += [line(), *wrapped(asked.why, width)]
    return lines


def is_right(asked: Question, picked: AbstractSet[int]) -> bool:
    """All right options and no wrong one."""
    return picked == {n for n, option in enumerate(asked.options) if option.right}


def _sign(*, chosen: bool, right: bool, answered: bool) -> tuple[str, Role]:
    if not answered:
        return ("◉", Role.ACCENT) if chosen else ("○", Role.PLAIN)
    if right:
        return "✔", Role.GOOD
    return ("✘", Role.BAD) if chosen else ("○", Role.MUTED)


def summary(right: int, total: int, words: Messages, width: int) -> list[Line]:
    """How it went."""
    role = Role.GOOD if right == total else Role.WARN
    return [
        *wrapped(words.text("tui-quiz-done", right=right, total=total), width, role),
        line(),
        *wrapped(words.text("tui-quiz-again" if right < total else "tui-quiz-leave"), width),
    ]
