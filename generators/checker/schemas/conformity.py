"""Where a value departs from its schema."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generators.checker.kustomizing.plain import plain
from generators.checker.located import Value
from generators.checker.schemas.model import Schema

_PLACEHOLDERS = ("$", "{{")
"""A text with one of these is filled in later, with whatever fits."""


class Departure(NamedTuple):
    """One thing that the schema does not allow, and what it does."""

    code: str
    at: Value
    field: str
    allowed: tuple[str, ...]
    """The fields or texts that could stand there."""


def departures(value: Value, held: str, schema: Schema, field: str = "") -> Iterator[Departure]:
    """Everything in a value that its schema does not allow; nothing counts as absent."""
    form, rest = held[0], held[1:]
    if held == "x" or value.content is None:
        return
    if form in "[{":
        yield from _collection(value, form, rest, schema, field)
    elif form == "=" or held in _SCALARS:
        yield from _scalar(value, held, field)
    else:
        yield from _mapping(value, held, schema, field)


def _collection(
    value: Value, form: str, held: str, schema: Schema, field: str
) -> Iterator[Departure]:
    wanted, code = (list, "list-expected") if form == "[" else (dict, "mapping-expected")
    if not isinstance(value.content, wanted):
        yield Departure(code, value, field, ())
    for item in value.items():
        yield from departures(item, held, schema, field)
    for key, item in value.entries():
        yield from departures(item, held, schema, key)


def _mapping(value: Value, held: str, schema: Schema, field: str) -> Iterator[Departure]:
    if not isinstance(value.content, dict):
        yield Departure("mapping-expected", value, field, ())
        return
    known = schema.types[held]
    for name, item in value.entries():
        if name not in known.fields:
            yield Departure("field-unknown", item, name, tuple(known.fields))
        else:
            yield from departures(item, known.fields[name], schema, name)
    for name in known.required:
        if not value.get(name):
            yield Departure("field-missing", value, name, ())


def _scalar(value: Value, held: str, field: str) -> Iterator[Departure]:
    if isinstance(value.content, str) and any(each in value.content for each in _PLACEHOLDERS):
        return
    if held[0] == "=":
        allowed = tuple(held[1:].split("|"))
        if value.text() not in allowed:
            yield Departure("value-unknown", value, field, allowed)
        return
    code, fits = _SCALARS[held]
    if not isinstance(value.content, str) or not fits(value):
        yield Departure(code, value, field, ())


def _is_text(value: Value) -> bool:
    return isinstance(plain(value), str)


def _is_number(value: Value) -> bool:
    found = plain(value)
    return isinstance(found, int | float) and not isinstance(found, bool)


_SCALARS: dict[str, tuple[str, Callable[[Value], bool]]] = {
    "s": ("text-expected", _is_text),
    "i": ("integer-expected", lambda value: value.number() is not None),
    "b": ("boolean-expected", lambda value: value.truth() is not None),
    "n": ("number-expected", _is_number),
    "p": ("scalar-expected", lambda value: value.truth() is None),
    "q": ("scalar-expected", lambda value: value.truth() is None),
}
