"""From a line of a generated file to the lines of the blueprint that made it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from decomposer.documents import Source
from generators.blueprint.places import position
from generators.render.reasons.mark import Mark
from generators.render.reasons.scope import Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """A place in the blueprint. `line` and `column` count from 1; 0 where it is a default."""

    place: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Why some lines of a file stand there, and the choices behind them."""

    mark: Mark
    first: int
    """In the file without comments, counted from 1."""
    last: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of all lines of generated files."""

    source: Source
    """The blueprint as the learner wrote it."""
    files: Mapping[str, str]
    """As they are generated, without comments."""
    reasons: Mapping[str, Sequence[Reason]]
    _lines: dict[tuple[str, str], Mapping[int, int]] = field(default_factory=dict)

    def of_file(self, path: str) -> tuple[Origin, ...]:
        """All of a file, in its order."""
        return tuple(self._origin(reason) for reason in self.reasons.get(path, ()))

    def of_line(self, path: str, line: int, text: str | None = None) -> tuple[Origin, ...]:
        """Those of a line, the closest first.

        `text` is the file as it stands, with comments and edits by hand; a line that somebody else
        wrote has the origin of the one above it.
        """
        line = line if text is None else self._generated_line(path, text, line)
        covering = [reason for reason in self.reasons.get(path, ()) if reason.covers(line)]
        covering.sort(key=lambda reason: reason.last - reason.first)
        return tuple(self._origin(reason) for reason in covering)

    def _origin(self, reason: Reason) -> Origin:
        choices = (
            Choice(place, *(position(self.source, place) or (0, 0))) for place in reason.mark.places
        )
        return Origin(reason.mark, reason.first, reason.last, tuple(choices))

    def _generated_line(self, path: str, text: str, line: int) -> int:
        generated = self.files.get(path, "")
        if text == generated:
            return line
        if (path, text) not in self._lines:
            self._lines[path, text] = _aligned(text, generated)
        known = self._lines[path, text]
        return next((known[above] for above in range(line, 0, -1) if above in known), 0)


def _aligned(text: str, generated: str) -> dict[int, int]:
    """The line of the generated file that each line of the text is."""
    matcher = SequenceMatcher(None, text.splitlines(), generated.splitlines(), autojunk=False)
    return {
        block.a + n + 1: block.b + n + 1
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }
