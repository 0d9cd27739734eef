"""An exercise's work and verdict as text."""

from content.messages import Messages
from workbench.ports.exercises import ExerciseState, Judgement, Remark, WorkFile
from workbench.tui.ink import Line, Role, cell, justified, line, wrapped

STATUS = {
    "passed": ("✔", Role.GOOD),
    "not yet": ("✘", Role.BAD),
    "could not judge": ("?", Role.WARN),
}
INDENT = "  "


def heading(state: ExerciseState | None, words: Messages) -> tuple[Line, Line]:
    """Chapter and title; kind, time, verdict."""
    if state is None:
        return line(("…", Role.MUTED)), line()
    left = line((f"{state.chapter} · ", Role.ACCENT), (state.title, Role.STRONG))
    facts = [words.text("tui-live")] if state.live else []
    facts.append(words.text("tui-minutes", minutes=state.minutes))
    right = line((" " + " · ".join(facts), Role.MUTED))
    if state.judgement is not None:
        mark, role = STATUS[state.judgement.status]
        right += line((f"  {mark} {_status(state.judgement, words)}", role))
    return left, right


def task(state: ExerciseState, words: Messages) -> str:
    """The task with the hints taken, as Markdown; the title row shows the title."""
    lines = state.task.splitlines()
    text = "\n".join(lines[1:] if lines[:1] and lines[0].startswith("# ") else lines)
    hints = (
        f"## {words.text('tui-hint', number=number)}\n\n{hint}"
        for number, hint in enumerate(state.hints, 1)
    )
    return "\n\n".join([text.strip(), *hints])


def work(state: ExerciseState, words: Messages, width: int) -> list[Line]:
    """The files to edit and the hints taken."""
    lines = [_file(file, words, width) for file in state.files]
    if not state.started:
        lines += wrapped(words.text("tui-begin-first"), width, Role.ACCENT)
    taken = words.text("tui-hints-taken", taken=len(state.hints), total=state.hints_total)
    return [*lines, line((taken, Role.MUTED))]


def findings(judgement: Judgement | None, words: Messages, width: int) -> list[Line]:
    """The verdict: what is wrong with its evidence, then what holds and what was measured."""
    if judgement is None:
        return wrapped(words.text("tui-not-checked"), width, Role.MUTED)
    lines = _verdict(judgement, words, width)
    if judgement.remembered:
        return [*lines, line(), *wrapped(words.text("tui-check-again"), width, Role.MUTED)]
    goes_on = False
    for remark in judgement.remarks:
        lines += [*([] if goes_on else [line()]), *_remark(remark, words, width)]
        goes_on = remark.continued
    if judgement.held:
        lines.append(line())
        for held in judgement.held:
            lines += wrapped(f"✔ {held}", width, Role.GOOD, indent=INDENT)
    return lines + _measured(judgement, words, width)


def _verdict(judgement: Judgement, words: Messages, width: int) -> list[Line]:
    mark, role = STATUS[judgement.status]
    seconds = words.text("tui-seconds", seconds=f"{judgement.seconds:.1f}")
    left = line((f"{mark} {_status(judgement, words)}", role))
    return [justified(left, line((seconds, Role.MUTED)), width)]


def _remark(remark: Remark, words: Messages, width: int) -> list[Line]:
    lines = wrapped(f"✘ {remark.text}", width, Role.STRONG, indent=INDENT)
    inner = width - len(INDENT)
    details = wrapped(remark.where, inner, Role.ACCENT) if remark.where else []
    for shown in remark.evidence.splitlines():
        details += wrapped(f"│ {shown}", inner, Role.MUTED, indent="│ ")
    if remark.why and not remark.continued:
        details += wrapped(remark.why, inner)
    if remark.read and not remark.continued:
        read = words.text("tui-read-about", place=remark.read.replace("#", " § "))
        details += wrapped(read, inner, Role.MUTED)
    return lines + [line(INDENT) + detail for detail in details]


def _measured(judgement: Judgement, words: Messages, width: int) -> list[Line]:
    if not judgement.measured:
        return []
    widest = max(len(name) for name, _ in judgement.measured)
    rows = [
        line((cell(name, widest) + "  ", Role.MUTED), (figure, Role.STRONG)).fit(width)
        for name, figure in judgement.measured
    ]
    return [line(), line((words.text("tui-measured"), Role.STRONG)), *rows]


def _file(file: WorkFile, words: Messages, width: int) -> Line:
    if not file.exists:
        mark, role, code = "·", Role.MUTED, "absent"
    elif file.changed:
        mark, role, code = "✎", Role.ACCENT, "changed"
    else:
        mark, role, code = "○", Role.PLAIN, "untouched"
    left = line((f"{mark} ", role), file.path)
    right = line(("  " + words.text(f"tui-file-{code}"), Role.MUTED))
    return justified(left, right if left.width + right.width <= width else line(), width)


def _status(judgement: Judgement, words: Messages) -> str:
    return words.text("tui-status-" + judgement.status.replace(" ", "-"))
