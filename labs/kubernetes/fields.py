"""From the path of a field, as an API server writes it, to the place where it is written."""

import re

from generators.checker.located import Place, Value

_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")


def place_of(body: Value, field: str) -> Place:
    """Where the field stands; what is missing stands where it should: at what would hold it."""
    value = body
    for name, bracketed in _STEP.findall(field):
        value = _below(value, name or bracketed.strip("\"'"))
    return value.place


def _below(value: Value, step: str) -> Value:
    items = value.items()
    if items and step.isdecimal() and int(step) < len(items):
        return items[int(step)]
    return value.get(step)
