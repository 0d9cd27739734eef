"""Where a value stands in JSON text, found only when somebody asks: good documents cost nothing."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_BLANK = re.compile(r"[ \t\r\n]*")
_decode = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object or an item of an array, by its offsets in the text."""

    step: str | int
    key: int
    value: int
    end: int


@dataclass(frozen=True)
class JsonPlaces:
    """The places of text that is known to be JSON."""

    text: str

    def offset(self, path: tuple[str | int, ...], *, of_key: bool = False) -> int:
        """The offset of the value at `path`, or of the nearest thing that exists.

        With `of_key` the place of the key itself is meant, where the last step is a key.
        """
        at = key = self._skip(0)
        for depth, step in enumerate(path):
            found = self._children(at).get(step)
            if found is None:
                return at
            at, key = found.value, found.key
            if of_key and depth == len(path) - 1:
                return key
        return at

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def repeated_keys(self) -> Iterator[Member]:
        """Every key that its object already has, by the offsets of the later one."""
        waiting = [self._skip(0)]
        while waiting:
            seen: set[str | int] = set()
            for member in self._members(waiting.pop()):
                if member.step in seen:
                    yield member
                seen.add(member.step)
                if self.text.find("{", member.value, member.end) >= 0:
                    waiting.append(member.value)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def _known(self) -> dict[int, dict[str | int, Member]]:
        return {}

    def _children(self, at: int) -> dict[str | int, Member]:
        """The members of the value at an offset; a repeated key counts as its last member does."""
        if at not in self._known:
            self._known[at] = {member.step: member for member in self._members(at)}
        return self._known[at]

    def _members(self, at: int) -> Iterator[Member]:
        opening = self.text[at]
        if opening not in "{[":
            return
        place, index = self._skip(at + 1), 0
        while self.text[place] not in "}]":
            key = place
            step: str | int = index
            if opening == "{":
                name, place = _decode(self.text, key)
                value = self._skip(self._skip(place) + 1)
                step = str(name)
            else:
                value = place
            _, end = _decode(self.text, value)
            yield Member(step, key, value, end)
            place = self._skip(end)
            if self.text[place] == ",":
                place = self._skip(place + 1)
            index += 1

    def _skip(self, at: int) -> int:
        """The offset of what follows the blanks."""
        match = _BLANK.match(self.text, at)
        return match.end() if match else at
