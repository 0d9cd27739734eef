"""Styled lines of text as plain data: what views return and widgets paint."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

EIGHTHS = " ▏▎▍▌▋▊▉█"


class Role(StrEnum):
    """What a piece of text is; the theme decides how that looks."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CURSOR = "cursor"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Span:
    """Text with one role."""

    text: str
    role: Role = Role.PLAIN


Part = str | tuple[str, Role] | Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a screen."""

    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        """The text without roles."""
        return "".join(span.text for span in self.spans)

    @property
    def width(self) -> int:
        """Terminal cells; every letter and mark of ours takes one."""
        return sum(len(span.text) for span in self.spans)

    def __add__(self, other: "Line") -> "Line":
        """Both, side by side."""
        return Line(self.spans + other.spans)

    def fit(self, width: int) -> "Line":
        """Exactly `width` cells: padded with spaces, or cut with an ellipsis."""
        if self.width <= width:
            return Line((*self.spans, Span(" " * (width - self.width))))
        kept: list[Span] = []
        room = max(width - 1, 0)
        for span in self.spans:
            kept.append(Span(span.text[:room], span.role))
            room -= len(kept[-1].text)
            if room == 0:
                break
        return Line((*kept, Span("…"[:width], kept[-1].role if kept else Role.PLAIN)))

    def under_cursor(self) -> "Line":
        """The same text, shown as the chosen row."""
        return Line((Span(self.plain, Role.CURSOR),))


def line(*parts: Part) -> Line:
    """A line from strings and `(text, role)` pairs."""
    return Line(tuple(_span(part) for part in parts))


def justified(left: Line, right: Line, width: int) -> Line:
    """`left` and `right` at the two ends of `width` cells; `left` gives way."""
    room = width - right.width
    return left.fit(room) + right if room > 0 else right.fit(width)


def cell(text: str, width: int) -> str:
    """`text` in exactly `width` cells."""
    return text.ljust(width) if len(text) <= width else text[: max(width - 1, 0)] + "…"[:width]


def shortened(text: str, width: int) -> str:
    """`text` in exactly `width` cells; what is too much is left out before its end.

    Names of one family differ at their ends: `module…ber-14`.
    """
    if len(text) <= width:
        return text.ljust(width)
    tail = max((width - 1) // 3, 0)
    return text[: max(width - 1 - tail, 0)] + "…"[:width] + text[len(text) - tail :]


def bar(fraction: float, width: int) -> str:
    """A progress bar of `width` cells, exact to an eighth of a cell."""
    eighths = round(min(max(fraction, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(width)


def wrapped(text: str, width: int, role: Role = Role.PLAIN, *, indent: str = "") -> list[Line]:
    """Prose broken into lines of at most `width` cells; later lines start with `indent`."""
    lines: list[Line] = []
    for paragraph in text.splitlines() or [""]:
        current = ""
        for word in _pieces(paragraph, max(width - len(indent), 1)):
            joined = f"{current} {word}" if current.strip() else current + word
            if len(joined) > width and current.strip():
                lines.append(line((current, role)))
                joined = indent + word
            current = joined
        lines.append(line((current, role)))
    return lines


def plain(lines: Iterable[Line]) -> str:
    """The text of several lines."""
    return "\n".join(each.plain.rstrip() for each in lines)


def _span(part: Part) -> Span:
    if isinstance(part, Span):
        return part
    return Span(part) if isinstance(part, str) else Span(*part)


def _pieces(paragraph: str, width: int) -> Iterable[str]:
    """Words, those that no line could hold cut up."""
    for word in paragraph.split():
        yield from (word[start : start + width] for start in range(0, len(word), width))
