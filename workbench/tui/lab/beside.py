"""Cuts side by side, as they were measured. Pure."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from content.messages import Messages
from workbench.ports.laboratory import Endpoint, Measured
from workbench.tui.ink import Line, Role, cell, line, wrapped

NAME_CELLS, FIGURE_CELLS = 16, 28


def beside(found: Sequence[Measured], rps: float, words: Messages, width: int) -> list[Line]:
    """A row for each kind of request, a column for each cut."""
    lines = wrapped(words.text("tui-beside", rps=rps), width, Role.MUTED)
    lines += [line(), _row("", (PurePath(each.partition).stem for each in found), Role.STRONG)]
    lines.append(_row(words.text("tui-beside-services"), (str(e.services) for e in found)))
    memory = (words.text("tui-mb", mb=round(each.memory_mb)) for each in found)
    lines.append(_row(words.text("tui-beside-memory"), memory))
    lines.append(_row("", (words.text("tui-beside-figures") for _ in found), Role.MUTED))
    names = dict.fromkeys(each.name for cut in found for each in cut.endpoints)
    for name in names:
        lines.append(_row(name, (_figures(cut, name) for cut in found)))
    return [*lines, line(), *wrapped(words.text("tui-beside-caution"), width, Role.MUTED)]


def _figures(cut: Measured, name: str) -> str:
    each = next((endpoint for endpoint in cut.endpoints if endpoint.name == name), None)
    return _told(each) if each else "–"


def _told(each: Endpoint) -> str:
    failed = f"  ✘ {each.errors}" if each.errors else ""
    return f"{each.p50_ms:7.1f} {each.p95_ms:7.1f} {each.hops:5.1f}{failed}"


def _row(name: str, cells: Iterable[str], role: Role = Role.PLAIN) -> Line:
    told = "".join(cell(text, FIGURE_CELLS) for text in cells)
    return line(cell(name, NAME_CELLS), (told, role))
