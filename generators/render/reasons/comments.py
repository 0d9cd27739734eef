"""Marks put into words, as comments in the language of the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from content.messages import Messages
from generators.blueprint.places import stands
from generators.render.reasons.mark import Mark
from generators.render.reasons.marker import LINE, read

_WIDTH = 100
_NARROWEST = 40
"""However deep a block stands, its comment has room for a few words a line."""

_ONE_WORD = "\N{NO-BREAK SPACE}"
"""In a place while lines are broken: an edge stays on one."""

_PLACES = 4
"""Choices that a comment names; where more have a part in a block, they are of one kind."""


@dataclass(frozen=True, slots=True)
class Why:
    """Whom comments are for, and what was chosen."""

    words: Messages
    chosen: Any
    """The learner's document: what does not stand there is a default."""
    document: str = "blueprint.yaml"


def plain(text: str) -> str:
    """The text without marks."""
    if (first := LINE.match(text)) is not None:  # of a whole file, which mostly has no other
        text = text[first.end() :]
    return LINE.sub("", text) if _may_be_marked(text) else text


def commented(text: str, why: Why) -> str:
    """The text with its marks in words. In one file no reason is given twice."""
    if not _may_be_marked(text):
        return text
    said: set[str] = set()

    def words(found: re.Match[str]) -> str:
        indent, leader, _, mark = found.groups()
        lines = _lines(read(mark), why, said)
        room = max(_WIDTH - len(indent) - len(leader) - 1, _NARROWEST)
        wrapped = (part for line in lines for part in _wrapped(line, room))
        return "".join(f"{indent}{leader} {line}\n" for line in wrapped)

    return LINE.sub(words, text)


def _may_be_marked(text: str) -> bool:
    return "#why" in text or "--why" in text or "//why" in text


def _lines(mark: Mark, why: Why, said: set[str]) -> Iterator[str]:
    sentence = why.words.text(f"reason-{mark.code}", **mark.params)
    if sentence not in said:
        said.add(sentence)
        yield why.words.text("reason-why", reason=sentence)
    if mark.places:
        yield _origin(mark.places, why)


def _origin(places: tuple[str, ...], why: Why) -> str:
    """Where the choice stands; a default that was never chosen says so."""
    chosen = [place for place in places if stands(why.chosen, place)]
    if chosen:
        chosen = [place.replace(" ", _ONE_WORD) for place in chosen]
        shown = [*chosen[:_PLACES], *("…" for _ in chosen[_PLACES : _PLACES + 1])]
        return why.words.text("reason-from", document=why.document, places=", ".join(shown))
    return why.words.text("reason-from-default", document=why.document, places=places[0])


def _wrapped(line: str, room: int) -> list[str]:
    lines = wrap(line, room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return [part.replace(_ONE_WORD, " ") for part in lines]
