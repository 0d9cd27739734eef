"""What can be wrong with a document, as data: the faces put it into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a document to a value."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a well-formed document breaks, at a path inside it."""

    code: str
    """Message id, in the catalogue `problem-<code>`."""
    at: Path
    value: str = ""
    expected: tuple[str, ...] = ()
    """Acceptable values, best first; the nearest to `value` becomes the suggestion."""
    params: Mapping[str, str | int] = field(default_factory=dict)
    on_key: bool = False
    """The key at the end of the path is meant, not what it holds."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One located problem. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    code: str
    value: str = ""
    expected: tuple[str, ...] = ()
    suggestion: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """`file:line:column`, or the file alone."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class DocumentError(Exception):
    """A document cannot be used. Carries every problem found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code)))
        lines = (f"{p.where}: {p.code} {p.value}".rstrip() for p in self.problems)
        super().__init__("\n".join(lines))
