"""The blueprint screen's texts."""

from collections.abc import Sequence

from content.messages import Messages
from workbench.ports.files import (
    Choice,
    ChosenOtherwise,
    Draft,
    FailureMode,
    Finding,
    Kind,
    Reason,
    ShownLine,
)
from workbench.tui.blueprint.reading import LINE
from workbench.tui.blueprint.tree import MARKS, Tree
from workbench.tui.ink import Line, Role, justified, line, wrapped
from workbench.tui.rows import Row

BLUEPRINT, CHOICES, CHOSEN, FINDINGS = "blueprint", "choices", "chosen", "manifests"
REMARK, FINDING = "remark:", "finding:"
_INDENT = "  "
_SIGNS = {
    Kind.SAME: (" ", Role.PLAIN),
    Kind.ADDED: ("+", Role.GOOD),
    Kind.REMOVED: ("−", Role.BAD),
    Kind.MARK: (" ", Role.ACCENT),
}


def heading(draft: Draft | None, words: Messages) -> tuple[Line, Line]:
    """Whose blueprint; what a run would do."""
    left = line((words.text("tui-blueprint"), Role.STRONG))
    if draft is None:
        return left, line(("…", Role.MUTED))
    left += line((" › " + draft.blueprint.parent.name, Role.MUTED))
    if draft.broken:
        return left, line((words.text("tui-blueprint-broken"), Role.BAD))
    counts = {fate: sum(f.fate is fate for f in draft.files) for fate in MARKS}
    told = [
        (f"{mark}{counts[fate]} ", role) for fate, (mark, role) in MARKS.items() if counts[fate]
    ]
    return left, line(*told)


def outline(
    draft: Draft, findings: Sequence[Finding] | None, tree: Tree, words: Messages, width: int
) -> list[Row]:
    """What there is to look at: the blueprint, what was chosen otherwise, findings, files."""
    rows = [Row(_about_blueprint(draft, width), BLUEPRINT)]
    if draft.choices:
        rows.append(Row(line(_INDENT, words.text("tui-blueprint-choices")), CHOICES))
    if values := draft.chosen.values:
        left = line(_INDENT, words.text("tui-blueprint-chosen"))
        rows.append(Row(justified(left, line((f" {len(values)}", Role.ACCENT)), width), CHOSEN))
    if findings is not None:
        mark, role = (f" ✘ {len(findings)}", Role.BAD) if findings else (" ✔", Role.GOOD)
        left = line(_INDENT, words.text("tui-blueprint-manifests"))
        rows.append(Row(justified(left, line((mark, role)), width), FINDINGS))
    return rows + tree.rows(width)


def remarks(draft: Draft, words: Messages, width: int) -> list[Row]:
    """What is wrong with the blueprint, or will hurt."""
    if not draft.remarks:
        told = words.text("tui-blueprint-sound")
        return [Row(each) for each in wrapped(told, width, Role.GOOD)]
    role, sign = (Role.BAD, "✘") if draft.broken else (Role.WARN, "!")
    rows: list[Row] = []
    for number, remark in enumerate(draft.remarks):
        place = f"{draft.blueprint.name}:{remark.line}" if remark.line else draft.blueprint.name
        rows += _located(f"{sign} {place}", remark.text, role, REMARK + str(number), width)
    return rows


def chosen(switch: ChosenOtherwise, words: Messages, width: int) -> list[Row]:
    """Values that are others now, and what can go wrong because of them."""
    lines = [line((words.text("tui-blueprint-values"), Role.STRONG))]
    for place, before, after in switch.values:
        lines += wrapped(place, width, Role.ACCENT)
        lines.append(line(f"{_INDENT}{before or '—'} → {after or '—'}"))
    for code, modes in (("come", switch.come), ("go", switch.go)):
        if modes:
            lines += [line(), line((words.text(f"tui-blueprint-{code}"), Role.STRONG))]
        lines += [each for mode in modes for each in _mode(mode, words, width)]
    return [Row(each) for each in lines]


def otherwise(switch: ChosenOtherwise, words: Messages) -> str:
    """A choice that was made, in a sentence."""
    changed = ", ".join(f"{place}: {a or '—'} → {b or '—'}" for place, a, b in switch.values)
    if not changed:
        return words.text("tui-blueprint-chosen-already")
    return words.text("tui-blueprint-chose", changed=changed, n=len(switch.come))


def findings(found: Sequence[Finding], words: Messages, width: int) -> list[Row]:
    """What does not work in the manifests; Enter goes there."""
    if not found:
        told = words.text("tui-blueprint-no-findings")
        return [Row(each) for each in wrapped(told, width, Role.GOOD)]
    rows: list[Row] = []
    for number, one in enumerate(found):
        place = f"✘ {one.path}:{one.line}"
        rows += _located(place, one.text, Role.BAD, FINDING + str(number), width)
    return rows


def folder(tree: Tree, name: str, words: Messages, width: int) -> list[Row]:
    """What a run does in a folder, in words."""
    files = tree.folders().get(name, [])
    rows = [
        Row(line((f"{mark} ", role), words.text(f"tui-fate-{fate}", n=count)))
        for fate, (mark, role) in MARKS.items()
        if (count := sum(file.fate is fate for file in files))
    ]
    hint = wrapped(words.text("tui-blueprint-open"), width, Role.MUTED)
    return [*rows, Row(line()), *(Row(each) for each in hint)]


def text(lines: Sequence[ShownLine]) -> list[Row]:
    """A file's lines with their numbers."""
    widest = max((len(str(each.number)) for each in lines), default=1)
    return [
        Row(_numbered(each, widest), None if each.kind is Kind.MARK else LINE + str(index))
        for index, each in enumerate(lines)
    ]


def reasons(
    at: ShownLine | None, found: Sequence[Reason], words: Messages, width: int
) -> list[Line]:
    """Why the line under the cursor stands there, the closest reason first."""
    if at is None or at.kind is Kind.REMOVED:
        return wrapped(words.text("tui-blueprint-goes"), width, Role.MUTED) if at else []
    if not found:
        return wrapped(words.text("tui-blueprint-no-reason"), width, Role.MUTED)
    return [each for reason in found for each in wrapped(reason.text, width)]


def places(found: Sequence[Reason], words: Messages) -> str:
    """Where the closest reason's choices stand in the blueprint."""
    choices = found[0].choices if found else ()
    return ", ".join(_choice(place, at, words) for place, at in choices)


def meaning(choice: Choice | None, words: Messages, width: int) -> list[Line]:
    """What a choice is about, and how it is made."""
    if choice is None:
        return []
    how = words.text("tui-blueprint-how-to-choose")
    return [*wrapped(choice.meaning, width), *wrapped(how, width, Role.MUTED)]


def _about_blueprint(draft: Draft, width: int) -> Line:
    mark, role = (" ✔", Role.GOOD)
    if draft.remarks:
        count = len(draft.remarks)
        mark, role = (f" ✘ {count}", Role.BAD) if draft.broken else (f" ! {count}", Role.WARN)
    left = line(_INDENT, (draft.blueprint.name, Role.STRONG))
    return justified(left, line((mark, role)), width)


def _located(place: str, sentence: str, role: Role, row_id: str, width: int) -> list[Row]:
    """A place that can be chosen, and under it the sentence."""
    told = wrapped(sentence, width - len(_INDENT))
    return [Row(line((place, role)), row_id), *(Row(line(_INDENT) + each) for each in told)]


def _mode(mode: FailureMode, words: Messages, width: int) -> list[Line]:
    guard = words.text("tui-blueprint-guard", guard=mode.guard)
    return [
        *wrapped(f"• {mode.text}", width, indent=_INDENT),
        *(line(_INDENT) + each for each in wrapped(guard, width - len(_INDENT), Role.MUTED)),
    ]


def _numbered(shown: ShownLine, widest: int) -> Line:
    sign, role = _SIGNS[shown.kind]
    number = str(shown.number) if shown.number else ""
    return line((f"{number:>{widest}} ", Role.MUTED), (f"{sign}{shown.text}", role))


def _choice(place: str, at: int, words: Messages) -> str:
    return f":{at} {place}" if at else words.text("tui-blueprint-default", place=place)
