"""Python as the formatter would leave it: generated code is never reformatted by its first save."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

WIDTH = 100
_STANDARD = frozenset({"collections", "dataclasses", "datetime", "typing", "uuid"})


def wrapped(head: str, items: Sequence[str], tail: str, indent: int = 0) -> str:
    """A call or a signature: in one line, else its items in one, else each in its own."""
    pad, inner = " " * indent, " " * (indent + 4)
    whole = f"{pad}{head}{', '.join(items)}{tail}"
    if len(whole) <= WIDTH:
        return whole
    together = f"{inner}{', '.join(items)}"
    if len(together) <= WIDTH:
        return f"{pad}{head}\n{together}\n{pad}{tail}"
    listed = "".join(f"{inner}{item},\n" for item in items)
    return f"{pad}{head}\n{listed}{pad}{tail}"


def docstring(text: str, indent: int = 4) -> str:
    """The first paragraph of a description, as a docstring with its indentation."""
    pad = " " * indent
    said = " ".join(text.strip().partition("\n\n")[0].split()).replace("\\", "\\\\")
    first, *rest = wrap(said, WIDTH - indent - 6)
    if not rest:
        return f'{pad}"""{first}"""\n'
    return f'{pad}"""{first}\n' + "".join(f"{pad}{line}\n" for line in rest) + f'{pad}"""\n'


@dataclass(slots=True)
class Imports:
    """What a file imports; written in the order that the linter wants."""

    _names: dict[str, set[str]] = field(default_factory=dict)

    def add(self, module: str, *names: str) -> None:
        """Import names from a module; none, and it is not imported."""
        if names:
            self._names.setdefault(module, set()).update(names)

    def text(self, package: str) -> str:
        """The imports, a blank line between standard library, dependencies and own package."""
        rooms: list[list[str]] = [[], [], []]
        for module in sorted(self._names):
            rooms[_room(module, package)].append(_import(module, self._names[module]))
        return "\n".join("".join(room) for room in rooms if room)


def _room(module: str, package: str) -> int:
    root = module.partition(".")[0]
    return 2 if root == package else 0 if root in _STANDARD else 1


def _import(module: str, names: Iterable[str]) -> str:
    ordered = sorted(names, key=_rank)
    line = f"from {module} import {', '.join(ordered)}\n"
    if len(line) <= WIDTH + 1:
        return line
    listed = "".join(f"    {name},\n" for name in ordered)
    return f"from {module} import (\n{listed})\n"


def _rank(name: str) -> tuple[int, str, str]:
    """Constants, then classes, then the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name
