"""Three-way merge by lines: what two sides made of one base, put together.

The method is diff3 as S. Khanna, K. Kunal and B. C. Pierce describe it ("A Formal Investigation of
Diff3", FSTTCS 2007): each side is aligned with the base; where only one side left the base its
text is taken, where both did they clash, unless they wrote the same. In one point this merge is
finer: changes that only touch are kept apart where one of them puts as many lines as it takes, as
the other's place among them is then beyond doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both sides changed, each in its own way."""

    line: int
    """In the learner's text; counts from 1."""
    base: str
    mine: str
    generated: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides in one text; where they clash, the learner's."""

    text: str
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hunk:
    """One side puts `lines` in the place of the base's lines from `start` up to `end`."""

    start: int
    end: int
    lines: tuple[str, ...]
    mine: bool

    @property
    def keeps_its_place(self) -> bool:
        return len(self.lines) == self.end - self.start > 0


def merge(base: str, mine: str, generated: str) -> Merged:
    """Put together what the learner and the generator made of what was generated last."""
    lines = base.split("\n")
    hunks = [*_hunks(lines, mine, mine=True), *_hunks(lines, generated, mine=False)]
    merged: list[str] = []
    clashes: list[Clash] = []
    done = shift = 0
    for group in _groups(sorted(hunks, key=lambda hunk: (hunk.start, hunk.end))):
        start, end = group[0].start, max(hunk.end for hunk in group)
        sides = [_side(lines, start, end, group, mine=side) for side in (True, False)]
        merged += lines[done:start]
        merged += sides[0] if any(hunk.mine for hunk in group) else sides[1]
        if len({hunk.mine for hunk in group}) > 1 and sides[0] != sides[1]:
            texts = ("\n".join(text) for text in (lines[start:end], *sides))
            clashes.append(Clash(start + shift + 1, *texts))
        shift += len(sides[0]) - (end - start)
        done = end
    return Merged("\n".join(merged + lines[done:]), tuple(clashes))


def _hunks(base: list[str], text: str, *, mine: bool) -> Iterator[_Hunk]:
    """Where a side left the base. What both begin and end with is never aligned otherwise."""
    side = text.split("\n")
    head = _alike(base, side)
    tail = _alike(base[head:][::-1], side[head:][::-1])
    old, new = base[head : len(base) - tail], side[head : len(side) - tail]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            yield _Hunk(head + start, head + end, tuple(new[first:last]), mine)


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _groups(hunks: list[_Hunk]) -> Iterator[list[_Hunk]]:
    """Hunks that cannot be told apart, together; in the order of the base."""
    group: list[_Hunk] = []
    for hunk in hunks:
        if group and not any(_meet(earlier, hunk) for earlier in group):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _meet(earlier: _Hunk, later: _Hunk) -> bool:
    if later.start < earlier.end:
        return True
    touching = later.start == earlier.end and earlier.mine is not later.mine
    return touching and not (earlier.keeps_its_place or later.keeps_its_place)


def _side(base: list[str], start: int, end: int, group: list[_Hunk], *, mine: bool) -> list[str]:
    """What one side made of the base's lines from `start` up to `end`."""
    text: list[str] = []
    for hunk in group:
        if hunk.mine is mine:
            text += [*base[start : hunk.start], *hunk.lines]
            start = hunk.end
    return text + base[start:end]
