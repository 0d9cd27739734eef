"""Plain data as JSON text for readers, with marks in it where its outermost block is marked."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from generators.render.reasons.mark import Because
from generators.render.reasons.marker import NEXT, WHOLE, written

_MARKS = re.compile(r'^( *)"//(why(?:-next)?) \d+": "(.+)",$', re.MULTILINE)


def json_text(document: Mapping[str, Any], indent: int) -> str:
    """One document, keys in the order of the data, each on a line of its own.

    JSON has no comments: its marks never become any, and answer only when somebody asks.
    """
    if not isinstance(document, Because):
        return _text(document, indent)
    return _MARKS.sub(r"\1//\2 \3", _text(_marked(document), indent))


def _text(document: object, indent: int) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=indent).decode() + "\n"


def _marked(value: object) -> object:
    """A mark goes before what it speaks of, as an entry of its own."""
    if isinstance(value, list):
        return [_marked(item) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, object] = {}
    whole, entries = (value.whole, value.entries) if isinstance(value, Because) else ((), {})
    for mark in whole:
        found[f"//{WHOLE} {len(found)}"] = written(mark)
    for key, item in value.items():
        if key in entries:
            found[f"//{NEXT} {len(found)}"] = written(entries[key])
        found[key] = _marked(item)
    return found
