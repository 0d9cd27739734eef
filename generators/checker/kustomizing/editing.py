"""Located values with something else in them: the values themselves never change."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from generators.checker.located import Place, Value

Change = Callable[[Value], Value]

EACH = "[]"
"""A step of a path: every item of a list."""


def scalar(text: str, place: Place, *, plain: bool = False) -> Value:
    """A scalar, quoted unless it is plain."""
    return Value(text, place, plain)


def mapping(entries: Mapping[str, Value], place: Place) -> Value:
    """A mapping."""
    return Value(dict(entries), place)


def texts(pairs: Mapping[str, str], place: Place) -> Value:
    """A mapping of texts which all stand at one place."""
    return mapping({key: scalar(text, place) for key, text in pairs.items()}, place)


def filled(value: Value, content: dict[str, Value] | list[Value]) -> Value:
    """A mapping or a list with other content, at its old place."""
    return msgspec.structs.replace(value, content=content, present=True)


def changed(value: Value, path: Sequence[str], change: Change, *, create: bool = False) -> Value:
    """The value with what stands at a path changed; `create` makes what is absent."""
    if not path:
        return change(value)
    step, below = path[0], path[1:]
    if step == EACH:
        items = [changed(item, below, change, create=create) for item in value.items()]
        return filled(value, items) if items else value
    old = value.get(step)
    if not old and not create:
        return value
    new = changed(old, below, change, create=create)
    is_mapping = isinstance(value.content, dict) or value.content is None
    return value if new is old or not is_mapping else with_entries(value, {step: new})


def with_entries(value: Value, entries: Mapping[str, Value]) -> Value:
    """A mapping with these entries over its own."""
    return filled(value, {**dict(value.entries()), **entries}) if entries else value
