"""The lab console as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from content.messages import Messages
from workbench.tui.ink import Line, Role, cell, justified, line, wrapped
from workbench.tui.rows import Row

if TYPE_CHECKING:
    from labs.runtime import Part, Progress
    from workbench.ports.laboratory import Invariant
    from workbench.tui.lab.state import Lab

MARKS = {
    "fetching": ("↓", Role.WARN),
    "building": ("+", Role.WARN),
    "left-out": ("–", Role.MUTED),
    "ready": ("●", Role.GOOD),
    "starting": ("◌", Role.WARN),
    "unready": ("○", Role.WARN),
    "paused": ("‖", Role.WARN),
    "down": ("✘", Role.BAD),
}
INVARIANT_MARKS = {True: ("✔", Role.GOOD), False: ("✘", Role.BAD), None: ("?", Role.WARN)}


def heading(lab: Lab, words: Messages) -> tuple[Line, Line]:
    """What runs and for how long; the last second of load."""
    left = line(
        (words.text("tui-lab"), Role.STRONG), (f" › {PurePath(lab.partition).name}", Role.ACCENT)
    )
    if lab.status is not None:
        left += line((f" · {lab.status.runtime}", Role.MUTED))
    if not lab.up or lab.status is None:
        return left, line((words.text("tui-lab-down"), Role.MUTED))
    right = line((words.text("tui-up-for", time=clock(lab.status.uptime_s)), Role.MUTED))
    if lab.samples and lab.loading:
        last = lab.samples[-1]
        figures = words.text("tui-load-now", rps=round(last.rps), p95=f"{last.p95_ms:.0f}")
        right += line(("  " + figures, Role.STRONG))
        if last.errors:
            right += line(("  " + words.text("tui-errors-now", errors=last.errors), Role.BAD))
    return left, right


def services(lab: Lab, words: Messages, width: int) -> list[Row]:
    """Every part with its state; during a start, as far as it has come."""
    if lab.busy == "up":
        return [Row(_progress(step, words, width)) for step in lab.starting]
    if not lab.up:
        return [Row(each) for each in wrapped(words.text("tui-lab-how"), width, Role.MUTED)]
    return [Row(_part(part, words, width), part.name) for part in lab.parts]


def invariants(known: tuple[Invariant, ...], words: Messages, width: int) -> list[Line]:
    """What must hold, each with its verdict, as many to a line as fit."""
    if not known:
        return wrapped(words.text("tui-invariants-unknown"), width, Role.MUTED)
    lines = [line()]
    for each in known:
        mark, role = INVARIANT_MARKS[each.held]
        detail = f" ({each.detail})" if each.detail and each.held is not True else ""
        entry = line((f"{mark} ", role), f"{each.text}{detail}   ")
        if lines[-1].width and lines[-1].width + entry.width > width:
            lines.append(line())
        lines[-1] += entry
    return lines


def timeline(lab: Lab, words: Messages, width: int, height: int) -> list[Line]:
    """The last events that fit, the newest at the bottom."""
    if not lab.events:
        return wrapped(words.text("tui-no-events"), width, Role.MUTED)
    return [
        line(
            (f"{clock(event.at_s)}  ", Role.MUTED),
            words.text(f"tui-event-{event.code}", **event.params),
        )
        for event in lab.events[-max(height, 1) :]
    ]


def log(rows: Sequence[str], words: Messages, width: int) -> list[Line]:
    """A part's log; structured records as time, level and what they say."""
    if not rows:
        return wrapped(words.text("tui-no-logs"), width, Role.MUTED)
    return [each for row in rows for each in wrapped(_record(row), width, indent="  ")]


def _record(row: str) -> str:
    """A JSON record as a readable line; any other row as it is."""
    try:
        record = json.loads(row)
    except ValueError:
        return row
    if not isinstance(record, dict):
        return row
    at = str(record.pop("at", "")).partition("T")[2].partition("+")[0]
    said = [str(record.pop(name, "")) for name in ("level", "event")]
    rest = [f"{name}={value}" for name, value in record.items()]
    return " ".join(part for part in (at, *said, *rest) if part)


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02}:{rest:02}"


def _progress(step: Progress, words: Messages, width: int) -> Line:
    mark, role = MARKS[str(step.state)]
    state = words.text(f"tui-part-{step.state}")
    seconds = words.text("tui-seconds", seconds=f"{step.elapsed_s:.2f}")
    right = line((f" {state}  {seconds}", Role.MUTED))
    return justified(line((f"{mark} ", role), step.part), right, width)


def _part(part: Part, words: Messages, width: int) -> Line:
    mark, role = MARKS[str(part.state)]
    left = line((f"{mark} ", role), part.name)
    if part.restarts:
        left += line((f" ↻{part.restarts}", Role.WARN))
    state = words.text(f"tui-part-{part.state}")
    memory = words.text("tui-mb", mb=f"{part.memory_mb:4.0f}") if part.memory_mb else ""
    return justified(left, line((f" {state} ", role), (cell(memory, 7), Role.MUTED)), width)
