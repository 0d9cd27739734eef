"""YAML text into located values: anchors, merges, and keys that stand twice."""

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from generators.checker.located import Place, Value

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_MERGE = "<<"

Repeated = Callable[[str, Place, Place], None]
"""Told of a key, where it stands again and where it stood first."""


def documents(file: str, text: str, repeated: Repeated) -> Iterator[Value]:
    """The documents of a YAML or JSON text that hold anything.

    Raises:
        yaml.MarkedYAMLError: it is neither.
    """
    composer = _Composer(file, text.removeprefix("\ufeff"), repeated)
    try:
        yield from composer.documents()
    finally:
        composer.loader.dispose()


class _Composer:
    def __init__(self, file: str, text: str, repeated: Repeated) -> None:
        self.file = file
        self.loader = _Loader(text)
        self.repeated = repeated
        self.anchors: dict[str, Value] = {}

    def documents(self) -> Iterator[Value]:
        take = self.loader.get_event
        while not isinstance(event := take(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()
                value = self.value(take())
                if value.content is not None:
                    yield value

    def value(self, event: yaml.Event) -> Value:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, place)
        if isinstance(event, yaml.ScalarEvent):
            plain = event.implicit[0]
            content = None if plain and event.value in _NOTHING else event.value
            value = Value(content, place, plain)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = Value(self.sequence(), place)
        else:
            value = Value(self.mapping(), place)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def alias(self, event: yaml.AliasEvent, place: Place) -> Value:
        """What an anchor names; inside itself an anchor names nothing yet."""
        named = self.anchors.get(event.anchor or "")
        if named is None:
            raise self.error(f"undefined alias {event.anchor}", place)
        return Value(named.content, place, named.plain)

    def error(self, problem: str, place: Place) -> yaml.MarkedYAMLError:
        mark = yaml.Mark(self.file, 0, place.line - 1, place.column - 1, None, 0)
        return yaml.composer.ComposerError(None, None, problem, mark)

    def sequence(self) -> list[Value]:
        items = []
        take = self.loader.get_event
        while not isinstance(event := take(), yaml.SequenceEndEvent):
            items.append(self.value(event))
        return items

    def mapping(self) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        merged: list[Value] = []
        places: dict[str, Place] = {}
        take = self.loader.get_event
        while not isinstance(event := take(), yaml.MappingEndEvent):
            key = self.value(event)
            if isinstance(key.content, dict | list):
                raise self.error("a key that is no text", key.place)
            value = self.value(take())
            if key.text() == _MERGE and key.plain:
                merged.append(value)
                continue
            name = key.text()
            if name in places:
                self.repeated(name, key.place, places[name])
            places[name] = key.place
            at_key = not isinstance(value.content, str)
            entries[name] = Value(value.content, key.place, value.plain) if at_key else value
        return _merge(merged, entries) if merged else entries

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # noqa: S101 - the parser marks every event
        return Place(self.file, mark.line + 1, mark.column + 1)


def _merge(merged: list[Value], own: dict[str, Value]) -> dict[str, Value]:
    """What `<<` brings, under what the mapping says itself."""
    sources = [source for value in merged for source in (value.items() or [value])]
    below: dict[str, Value] = {}
    for source in reversed(sources):
        below |= dict(source.entries())
    return below | own
