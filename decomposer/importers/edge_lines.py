"""The lines of an edge list: a block of lines at a time, and one by one where something is odd.

Columns stand apart by commas, semicolons, tabs or blanks, as the first edge has them. Lines that
begin with # or % are comments (SNAP, KONECT).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decomposer.documents import Problem
from decomposer.importers.short_names import Packed, packed, unpacked

SHOWN = 50
"""Bad lines that are located; a file can hold millions."""
BARE, WEIGHTED = 2, 3
"""Columns of an edge without and with a weight."""
_COMMENTS = (b"#", b"%")
_SEPARATORS = (",", ";", "\t")
_HEADS = frozenset({("source", "target"), ("from", "to"), ("src", "dst"), ("caller", "callee")})
"""Names over the columns; one line of them may stand before the first edge."""
_QUOTES = " \t\r\n\"'"
_BLANK, _NEWLINE = 32, 10


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Some edges, by the names of their ends."""

    ends: tuple[Sequence[str], Sequence[str]] | Packed
    """All first ones and all second ones."""
    weights: NDArray[np.float64]

    @property
    def named(self) -> tuple[Sequence[str], Sequence[str]]:
        """The ends as text."""
        if not isinstance(self.ends, np.ndarray):
            return self.ends
        first, second = (unpacked(names) for names in self.ends)
        return first, second

    @classmethod
    def of(cls, fields: Sequence[str], columns: int) -> "Edges | None":
        """From the fields of line after line; None where a weight is no positive number."""
        first, second = fields[::columns], fields[1::columns]
        if columns == BARE:
            return cls((first, second), np.ones(len(first)))
        try:
            weights = np.fromiter(map(float, fields[BARE::columns]), np.float64, len(first))
        except ValueError:
            return None
        sound = bool(((weights > 0) & np.isfinite(weights)).all())
        return cls((first, second), weights) if sound else None


@dataclass(slots=True)
class EdgeLines:
    """Reads blocks of lines of one file, in order."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    """The first lines that are no edges."""
    more: int = 0
    """How many others are none."""
    lines: int = 0
    columns: int = 0
    """Of the first edge, and so of all; 0 before it."""
    _separator: str | None = None

    def edges(self, block: Sequence[bytes]) -> Edges:
        """The edges of the next lines."""
        begin = self.lines + 1
        self.lines += len(block)
        done = 0 if self.columns else self._preamble(block)
        rest = block[done:]
        quick = self._alike(b"".join(rest), len(rest)) if rest else None
        if quick:
            return quick
        fields = [each for row in self._one_by_one(rest, begin + done) for each in row]
        found = Edges.of(fields, self.columns or BARE)
        return found or Edges(((), ()), np.empty(0))

    def _preamble(self, block: Sequence[bytes]) -> int:
        """How many lines stand before the first edge; that one says what the columns are."""
        for done, raw in enumerate(block):
            line = raw.decode(errors="replace").lstrip("\ufeff")
            if line.strip() and not raw.startswith(_COMMENTS):
                self._separator = next((each for each in _SEPARATORS if each in line), None)
                fields = self._fields(line)
                if tuple(each.lower() for each in fields[:BARE]) not in _HEADS:
                    self.columns = WEIGHTED if len(fields) == WEIGHTED else BARE
                    return done
        return len(block)

    def _alike(self, data: bytes, lines: int) -> Edges | None:
        """The edge of line after line; None where one is not like the first."""
        if any(mark in data for mark in (b"\n#", b"\n%", b'"', b"\r", b"\xef\xbb\xbf")):
            return None
        if self._separator and b" " in data:
            return None
        if not self._all_columns(np.frombuffer(data, dtype=np.uint8)):
            return None
        if self.columns == BARE:
            short = packed(data, self._separator, lines * BARE)
            if short is not None:
                return Edges(short.reshape(-1, BARE).T, np.ones(lines))
        return self._split(data, lines)

    def _split(self, data: bytes, lines: int) -> Edges | None:
        """The same where names are long, or edges have weights."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return None
        if self._separator:
            text = text.removesuffix("\n").replace(self._separator, "\n")
        fields = text.split("\n") if self._separator else text.split()
        sound = len(fields) == lines * self.columns and all(fields)
        return Edges.of(fields, self.columns) if sound else None

    def _all_columns(self, buffer: NDArray[Any]) -> bool:
        """Whether every line has as many fields as the first edge."""
        ends = np.flatnonzero(buffer == _NEWLINE)
        starts = np.concatenate(([0], ends + 1))
        starts = starts[starts < len(buffer)]
        if self._separator:
            found = (buffer == ord(self._separator)).astype(np.int32)
            return bool((np.add.reduceat(found, starts) == self.columns - 1).all())
        filled = buffer > _BLANK
        begins = filled.astype(np.int32)
        begins[1:] &= ~filled[:-1]
        return bool((np.add.reduceat(begins, starts) == self.columns).all())

    def _fields(self, line: str) -> list[str]:
        return [each.strip(_QUOTES) for each in line.split(self._separator)]

    def _one_by_one(self, block: Sequence[bytes], begin: int) -> Iterator[Sequence[str]]:
        for number, raw in enumerate(block, begin):
            if not raw.strip() or raw.startswith(_COMMENTS):
                continue
            line = raw.decode(errors="replace").lstrip("\ufeff")
            fields = self._fields(line)
            code = "not-utf8" if "\ufffd" in line else self._wrong(fields)
            if code is None:
                yield fields
            else:
                self._skip(number, code, line)

    def _wrong(self, fields: Sequence[str]) -> str | None:
        """What is wrong with one edge."""
        if len(fields) != self.columns:
            return f"edge-columns-{self.columns or BARE}"
        if not (fields[0] and fields[1]):
            return "edge-nameless"
        return "edge-weight" if Edges.of(fields, self.columns) is None else None

    def _skip(self, line: int, code: str, value: str) -> None:
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(self.file, line, 1, code, value.strip()[:60]))
        else:
            self.more += 1
