"""A mark as a line of text: a comment that renderers write and nobody else reads."""

import re
from urllib.parse import quote, unquote

from generators.render.reasons.mark import Mark, Param

WHOLE, NEXT = "why", "why-next"
"""What a marker speaks of: all that follows on its level, or the one thing that follows."""

LINE = re.compile(r"^( *)(#|--|//)(why|why-next) (\S+)\n", re.MULTILINE)
"""Its indentation, how comments begin there, what it speaks of, and its text."""

_SAFE = "-_./[]"


def marker(code: str, *places: str, leader: str = "#", whole: bool = False, **params: Param) -> str:
    """The line, without its end, for a template; `leader` begins a comment in its language.

    With `whole` it speaks of everything on its level, else of the next statement.
    """
    mark = Mark(code, places, {name: str(value) for name, value in params.items()})
    return f"{leader}{WHOLE if whole else NEXT} {written(mark)}"


def written(mark: Mark) -> str:
    """A mark in one word."""
    params = (f"{name}={quote(value, _SAFE)}" for name, value in mark.params.items())
    return ";".join((mark.code, *(quote(place, _SAFE) for place in mark.places), *params))


def read(text: str) -> Mark:
    """The mark that was written so."""
    code, *rest = text.split(";")
    params = dict(part.split("=", 1) for part in rest if "=" in part)
    places = tuple(unquote(part) for part in rest if "=" not in part)
    return Mark(code, places, {name: unquote(value) for name, value in params.items()})
