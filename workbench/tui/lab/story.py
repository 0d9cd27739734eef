"""An order, as its events and its trace tell it. Pure."""

from content.messages import Messages
from workbench.ports.laboratory import Happened, Story, Worked
from workbench.tui.ink import Line, Role, justified, line, wrapped


def story(told: Story, words: Messages, width: int) -> list[Line]:
    """Its events with who heard them, then every call that was made for it."""
    lines = [line((words.text("tui-story-events"), Role.STRONG))]
    for each in told.happened:
        lines += _event(each, words, width)
    lines += [line(), line((words.text("tui-story-trace"), Role.STRONG))]
    return [*lines, *(_span(each, words, width) for each in told.worked)]


def _event(each: Happened, words: Messages, width: int) -> list[Line]:
    named = f"{each.event} ({each.detail})" if each.detail else each.event
    lines = [justified(line(named), _passed(each.at_ms, words), width)]
    if each.heard_by:
        heard = f"« {', '.join(each.heard_by)}"
        lines += wrapped(heard, width, Role.MUTED, indent="  ")
    return lines


def _span(each: Worked, words: Messages, width: int) -> Line:
    left = line((each.label, Role.BAD if each.error else Role.PLAIN))
    if each.error:
        left += line((f" ✘ {each.error}", Role.BAD))
    return justified(left, _passed(each.ms, words), width)


def _passed(ms: float, words: Messages) -> Line:
    return line((" " + words.text("tui-story-ms", ms=f"{ms:.1f}"), Role.MUTED))
